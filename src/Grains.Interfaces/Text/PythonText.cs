using System.Globalization;
using System.Text;

namespace Switchyard.Text;

/// <summary>Strings as Python shows them inside lists and dictionaries.</summary>
public static class PythonText
{
    /// <summary><c>repr(text)</c>: in single quotes unless only those occur in it, what is not printable escaped.</summary>
    public static string Quote(string text)
    {
        var quote = text.Contains('\'') && !text.Contains('"') ? '"' : '\'';
        var quoted = new StringBuilder(text.Length + 2).Append(quote);
        for (var i = 0; i < text.Length; i++)
        {
            if (Rune.TryGetRuneAt(text, i, out var rune))
            {
                i += rune.Utf16SequenceLength - 1;
                Append(quoted, rune, quote);
            }
            else
            {
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:x4}");
            }
        }

        return quoted.Append(quote).ToString();
    }

    private static void Append(StringBuilder quoted, Rune rune, char quote)
    {
        var code = rune.Value;
        _ = code switch
        {
            '\n' => quoted.Append("\\n"),
            '\r' => quoted.Append("\\r"),
            '\t' => quoted.Append("\\t"),
            '\\' => quoted.Append("\\\\"),
            _ when code == quote => quoted.Append('\\').Append(quote),
            _ when IsPrintable(rune) => quoted.Append(rune.ToString()),
            <= 0xff => quoted.Append(CultureInfo.InvariantCulture, $"\\x{code:x2}"),
            <= 0xffff => quoted.Append(CultureInfo.InvariantCulture, $"\\u{code:x4}"),
            _ => quoted.Append(CultureInfo.InvariantCulture, $"\\U{code:x8}"),
        };
    }

    private static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.SpaceSeparator);
}
