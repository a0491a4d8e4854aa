using System.Text;

namespace Switchyard.Text;

/// <summary>
/// Text from outside, fit for every database and every wire: some take no NUL, and half of a surrogate pair is no character.
/// </summary>
public static class SoundText
{
    /// <summary>The same text with U+FFFD for each NUL and each half of a pair.</summary>
    public static string Of(string text)
    {
        // Encoding and back makes half of a pair what it looks like: a character that is none.
        var paired = text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) : text;
        return paired.Replace('\0', '\uFFFD');
    }

    /// <summary>The first characters, at most so many; a pair is not cut.</summary>
    public static string StartOf(string text, int atMost) => text.Length <= atMost ? text : text[..(IsWithinPair(text, atMost) ? atMost - 1 : atMost)];

    /// <summary>The last characters, at most so many; a pair is not cut.</summary>
    public static string EndOf(string text, int atMost)
    {
        var start = text.Length - atMost;
        return start <= 0 ? text : text[(IsWithinPair(text, start) ? start + 1 : start)..];
    }

    private static bool IsWithinPair(string text, int place) => place > 0 && place < text.Length && char.IsSurrogatePair(text[place - 1], text[place]);
}
