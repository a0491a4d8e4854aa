using System.Buffers;
using System.Globalization;
using System.Text;

namespace Switchyard.Text;

/// <summary>Lower case as Python's <c>str.lower</c> makes it: tokens are defined in its terms.</summary>
/// <remarks>
/// It differs from .NET's in two letters: a dotted capital I becomes an i with a dot above, and a capital sigma at the end of a
/// word the final sigma. What ends a word is told by general categories, which differ from Unicode's Final_Sigma for rare
/// symbols only (ordinal signs, Roman numerals, letters in circles).
/// </remarks>
internal static class PythonLowerCase
{
    private const char DottedCapitalI = '\u0130';
    private const char CapitalSigma = '\u03A3';

    /// <summary>Marks within words that are no letters.</summary>
    private static readonly SearchValues<char> WordMarks = SearchValues.Create(
        "'.:^`\u00A8\u00AD\u00AF\u00B4\u00B7\u00B8\u0387\u055F\u05F4\u2018\u2019\u2024\u2027\uFE13\uFE52\uFE55\uFF07\uFF0E\uFF1A");

    /// <summary>The text in lower case, in the buffer, which grows as needed.</summary>
    public static ReadOnlySpan<char> Convert(ReadOnlySpan<char> text, ref char[] buffer)
    {
        if (buffer.Length < 2 * text.Length)
        {
            buffer = new char[2 * text.Length];
        }

        var length = text.ToLowerInvariant(buffer);
        return text.ContainsAny(DottedCapitalI, CapitalSigma) ? ConvertSpecial(text, buffer) : buffer.AsSpan(0, length);
    }

    private static ReadOnlySpan<char> ConvertSpecial(ReadOnlySpan<char> text, Span<char> buffer)
    {
        var written = text.ToLowerInvariant(buffer);
        var simple = buffer[..written].ToString();
        var at = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == DottedCapitalI)
            {
                buffer[at++] = 'i';
                buffer[at++] = '\u0307';
            }
            else
            {
                buffer[at++] = text[i] != CapitalSigma ? simple[i] : IsFinal(text, i) ? '\u03C2' : '\u03C3';
            }
        }

        return buffer[..at];
    }

    private static bool IsFinal(ReadOnlySpan<char> text, int at)
    {
        var before = text[..at];
        var after = text[(at + 1)..];
        return FirstLetter(ref before, fromEnd: true) && !FirstLetter(ref after, fromEnd: false);
    }

    /// <summary>Whether the nearest character that is no mark within a word is a letter with a case.</summary>
    private static bool FirstLetter(ref ReadOnlySpan<char> text, bool fromEnd)
    {
        while (!text.IsEmpty)
        {
            var status = fromEnd
                ? Rune.DecodeLastFromUtf16(text, out var rune, out var taken)
                : Rune.DecodeFromUtf16(text, out rune, out taken);
            var category = Rune.GetUnicodeCategory(rune);
            if (status != OperationStatus.Done || !IsMark(rune, category))
            {
                return status == OperationStatus.Done
                    && category is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter;
            }

            text = fromEnd ? text[..^taken] : text[taken..];
        }

        return false;
    }

    private static bool IsMark(Rune rune, UnicodeCategory category) =>
        category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format
            or UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol
        || (rune.IsBmp && WordMarks.Contains((char)rune.Value));
}
