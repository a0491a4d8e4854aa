using System.Globalization;
using System.Text.RegularExpressions;

namespace Switchyard.Expertise.Pages;

/// <summary>How far a step is, by what its program writes: "scored 12 of 400 submissions".</summary>
/// <param name="Done">At most <paramref name="All"/>.</param>
/// <param name="All">At least 1.</param>
/// <param name="Text">The line.</param>
public sealed partial record RunProgress(int Done, int All, string Text)
{
    /// <summary>Lines from the end that are looked at.</summary>
    private const int Lines = 50;

    /// <summary>0 to 100.</summary>
    public double Percent => 100d * Done / All;

    /// <summary>What the last line of its kind says; null when there is none.</summary>
    /// <param name="log">Null: nothing was written.</param>
    public static RunProgress? Of(string? log)
    {
        var lines = (log ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var line in lines.Reverse().Take(Lines))
        {
            if (Line().Match(line) is { Success: true } match
                && int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var done)
                && int.TryParse(match.Groups[2].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var all)
                && all > 0
                && done <= all)
            {
                return new(done, all, line);
            }
        }

        return null;
    }

    [GeneratedRegex(@"\b(\d{1,9}) of (\d{1,9}) \w+\.?$")]
    private static partial Regex Line();
}
