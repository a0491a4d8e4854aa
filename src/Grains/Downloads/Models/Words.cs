using System.Globalization;
using System.Text;

namespace Switchyard.Downloads.Models;

/// <summary>
/// The words of a text as Python finds them by <c>(?u)\b\w\w+\b</c>: the longest runs of at least two letters, numbers and
/// underscores. They are counted in code points, and marks are none of them, unlike in .NET's <c>\w</c>.
/// </summary>
internal ref struct Words(ReadOnlySpan<char> text)
{
    private ReadOnlySpan<char> _rest = text;

    public ReadOnlySpan<char> Current { get; private set; }

    public readonly Words GetEnumerator() => this;

    public bool MoveNext()
    {
        while (!_rest.IsEmpty)
        {
            var length = Run(_rest, out var characters, out var past);
            Current = _rest[..length];
            _rest = _rest[past..];
            if (characters > 1)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The length of the word with which the text begins, none maybe, and where the next may begin.</summary>
    private static int Run(ReadOnlySpan<char> text, out int characters, out int past)
    {
        characters = 0;
        for (var at = 0; at < text.Length; characters++)
        {
            var taken = 1;
            var isWord = char.IsAscii(text[at])
                ? char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_'
                : IsWord(text[at..], out taken);
            if (!isWord)
            {
                past = at + taken;
                return at;
            }

            at += taken;
        }

        past = text.Length;
        return text.Length;
    }

    private static bool IsWord(ReadOnlySpan<char> text, out int taken)
    {
        // A lone surrogate is decoded as the replacement character, which is no letter.
        Rune.DecodeFromUtf16(text, out var rune, out taken);
        return Rune.GetUnicodeCategory(rune) is <= UnicodeCategory.OtherLetter
            or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;
    }
}
