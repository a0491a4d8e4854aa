using System.Text.RegularExpressions;

namespace Switchyard.Work.Failures;

/// <summary>What the errors of many items have in common. Pure.</summary>
internal static partial class ErrorPattern
{
    /// <summary>Of an item that failed without a word.</summary>
    public const string None = "(no error)";

    private const int Longest = 300;

    /// <summary>The last line, where a traceback says what happened, with each word that has a digit (numbers, ids, times) as "#".</summary>
    public static string Of(string? error)
    {
        var line = error?.Split('\n').LastOrDefault(line => !string.IsNullOrWhiteSpace(line))?.Trim();
        if (string.IsNullOrEmpty(line))
        {
            return None;
        }

        var pattern = Blanks().Replace(Numbered().Replace(line.Length > Longest * 2 ? line[..(Longest * 2)] : line, "#"), " ");
        return pattern.Length > Longest ? pattern[..Longest] : pattern;
    }

    [GeneratedRegex(@"[\p{L}\p{N}_]*\p{N}[\p{L}\p{N}_]*(?:[-.:,/][\p{L}\p{N}_]*\p{N}[\p{L}\p{N}_]*)*")]
    private static partial Regex Numbered();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
