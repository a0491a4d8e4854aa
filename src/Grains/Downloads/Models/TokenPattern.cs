using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Switchyard.Text;

namespace Switchyard.Downloads.Models;

/// <summary>
/// A <c>token_pattern</c> that asks for runs of at least so many characters of one class: the default, and most that people
/// write. Other patterns are not known: a regular expression from elsewhere may take for ever.
/// </summary>
internal sealed partial class TokenPattern
{
    public static readonly TokenPattern Default = Parse(@"(?u)\b\w\w+\b")!;

    private const int Longest = 200;

    private readonly Class _class;

    /// <summary>Of a class of ASCII characters: which are in it.</summary>
    private readonly bool[] _ascii = new bool[128];

    private TokenPattern(Match match)
    {
        var atom = match.Groups["atom"].Value;
        Least = match.Groups["least"] is { Success: true, Value: var least }
            ? int.Parse(least, CultureInfo.InvariantCulture)
            : match.Groups["again"].Captures.Count + 1;
        _class = atom switch { @"\w" => Class.Word, @"\S" => Class.NotSpace, _ => Class.Ascii };
        BeginsAtBoundary = _class == Class.Ascii && match.Groups["begin"].Success;
        EndsAtBoundary = _class == Class.Ascii && match.Groups["end"].Success;
        foreach (Capture range in match.Groups["range"].Captures)
        {
            Array.Fill(_ascii, true, range.Value[0], range.Value[^1] - range.Value[0] + 1);
        }
    }

    private enum Class
    {
        Word,
        NotSpace,
        Ascii,
    }

    /// <summary>Characters of the shortest token.</summary>
    public int Least { get; }

    /// <summary>No character of a word may be before a token.</summary>
    public bool BeginsAtBoundary { get; }

    /// <summary>No character of a word may be after a token.</summary>
    public bool EndsAtBoundary { get; }

    /// <summary>Null when the pattern is of another kind.</summary>
    public static TokenPattern? Parse(string pattern)
    {
        var match = Known().Match(pattern.Length <= Longest ? pattern : "");
        if (!match.Success || (match.Groups["atom"].Value == @"\S" && (match.Groups["begin"].Success || match.Groups["end"].Success)))
        {
            return null;
        }

        var parsed = new TokenPattern(match);
        return parsed.Least > 0 && match.Groups["range"].Captures.All(range => range.Value[0] <= range.Value[^1]) ? parsed : null;
    }

    /// <param name="taken">How long the first character is.</param>
    public bool Holds(ReadOnlySpan<char> text, out int taken)
    {
        if (_class == Class.Word)
        {
            return IsWord(text, out taken);
        }

        Rune.DecodeFromUtf16(text, out _, out taken);
        return _class == Class.NotSpace ? !PythonSpace.Is(text[0]) : text[0] < _ascii.Length && _ascii[text[0]];
    }

    /// <summary>Whether the first character is one of a word: Python's <c>\w</c>, which no mark is, unlike .NET's.</summary>
    public static bool IsWord(ReadOnlySpan<char> text, out int taken)
    {
        if (char.IsAscii(text[0]))
        {
            taken = 1;
            return char.IsAsciiLetterOrDigit(text[0]) || text[0] == '_';
        }

        // A lone surrogate is decoded as the replacement character, which is no letter.
        Rune.DecodeFromUtf16(text, out var rune, out taken);
        return Rune.GetUnicodeCategory(rune) is <= UnicodeCategory.OtherLetter
            or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;
    }

    [GeneratedRegex(@"\A(?:\(\?u\))?(?<begin>\\b)?(?<atom>\\w|\\S|\[(?<range>[a-zA-Z0-9]-[a-zA-Z0-9]|[a-zA-Z0-9_])+\])(?:(?<again>\k<atom>)*\+|\{(?<least>\d{1,3}),\})(?<end>\\b)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Known();
}
