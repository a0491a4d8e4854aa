using System.Globalization;
using System.Text;

namespace Switchyard.Text;

/// <summary>What of a text can be read: nothing is said by white space, and by control and format characters that nobody sees.</summary>
internal static class Blank
{
    /// <summary>The text without what is blank at its ends.</summary>
    public static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text)
    {
        while (Rune.DecodeFromUtf16(text, out var first, out var taken) == System.Buffers.OperationStatus.Done && Is(first))
        {
            text = text[taken..];
        }

        while (Rune.DecodeLastFromUtf16(text, out var last, out var taken) == System.Buffers.OperationStatus.Done && Is(last))
        {
            text = text[..^taken];
        }

        return text;
    }

    /// <inheritdoc cref="Trim(ReadOnlySpan{char})"/>
    public static string Trim(string? text) => text is null ? "" : Trim(text.AsSpan()) is var rest && rest.Length == text.Length ? text : rest.ToString();

    /// <summary>Whether nothing is left of it.</summary>
    public static bool Is(ReadOnlySpan<char> text) => Trim(text).IsEmpty;

    private static bool Is(Rune rune) =>
        Rune.IsWhiteSpace(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format;
}
