using System.Globalization;
using System.Text.RegularExpressions;
using Switchyard.Text;

namespace Switchyard.Compute.Pages;

/// <summary>How far a run is, as its log's last line says. Pure.</summary>
/// <param name="Line">The last line that says something, cut to what fits on a line.</param>
/// <param name="Share">0 to 1; null: the line does not tell.</param>
public sealed partial record RunProgress(string Line, double? Share)
{
    private const int LongestLine = 200;

    /// <summary>How much of the end of a log is looked at, in characters.</summary>
    private const int Tail = 4000;

    /// <returns>Null: the log has no line.</returns>
    public static RunProgress? Of(string? log)
    {
        // A bar of progress is drawn again and again on one line.
        var end = log is null ? "" : log[Math.Max(0, log.Length - Tail)..];
        var line = end.Split('\n', '\r').LastOrDefault(line => !string.IsNullOrWhiteSpace(line))?.Trim();
        return line is null ? null : new(line.Length > LongestLine ? SoundText.StartOf(line, LongestLine) + "\u2026" : line, ShareOf(line));
    }

    private static double? ShareOf(string line)
    {
        if (Percent().Match(line) is { Success: true } percent && Read(percent.Groups["part"]) is { } part && part <= 100)
        {
            return part / 100;
        }

        return Steps().Match(line) is { Success: true } steps
            && Read(steps.Groups["done"]) is { } done && Read(steps.Groups["of"]) is { } of && of > 0 && done <= of
                ? done / of
                : null;
    }

    private static double? Read(Group group) => double.TryParse(group.ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex(@"(?<![\d.])(?<part>\d{1,3}(\.\d{1,6})?) ?%", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Percent();

    [GeneratedRegex(@"(?<![\d./])(?<done>\d{1,12}) ?(of|/) ?(?<of>\d{1,12})(?![\d./])", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Steps();
}
