using System.Buffers;
using System.Globalization;
using System.Text;

namespace Switchyard.Hosting;

/// <summary>Text as it may stand in a log: nothing in it moves a cursor, hides what is there, or begins a line that nobody wrote.</summary>
internal static class LogText
{
    /// <summary>Control characters of both kinds, separators of lines, and what turns the direction of writing.</summary>
    private static readonly SearchValues<char> Acting = SearchValues.Create(
    [
        .. Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7f, 0x21)).Select(code => (char)code),
        '\u2028', '\u2029', '\u200e', '\u200f', '\u202a', '\u202b', '\u202c', '\u202d', '\u202e', '\u2066', '\u2067', '\u2068', '\u2069',
    ]);

    /// <summary>A message, which is one line.</summary>
    public static string Line(string text) =>
        text.AsSpan().ContainsAny(Acting) ? Escape(text.ReplaceLineEndings(" "), kept: '\t') : text;

    /// <summary>Several lines, such as those of an exception.</summary>
    public static string Lines(string text) => text.AsSpan().ContainsAny(Acting) ? Escape(text, kept: '\n') : text;

    private static string Escape(string text, char kept)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var letter in text)
        {
            if (letter == kept || !Acting.Contains(letter))
            {
                escaped.Append(letter);
            }
            else
            {
                escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}");
            }
        }

        return escaped.ToString();
    }
}
