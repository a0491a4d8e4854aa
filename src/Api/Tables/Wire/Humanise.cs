using System.Globalization;

namespace Switchyard.Tables.Wire;

/// <summary>Durations in the original's words: days, hours, minutes and seconds, cut to whole numbers.</summary>
public static class Humanise
{
    private static readonly (string Unit, long Ticks)[] Units =
    [
        ("day", TimeSpan.TicksPerDay),
        ("hour", TimeSpan.TicksPerHour),
        ("minute", TimeSpan.TicksPerMinute),
        ("second", TimeSpan.TicksPerSecond),
    ];

    /// <summary>
    /// Units of nothing are left out. The plural goes by the value before it is cut: 61.2 s is "1 minute 1 seconds", and
    /// 0.4 s is "0 second", as is everything below.
    /// </summary>
    public static string Duration(TimeSpan duration)
    {
        var rest = Math.Max(0, duration.Ticks);
        var words = new List<string>(Units.Length);
        foreach (var (unit, ticks) in Units)
        {
            var whole = rest / ticks;

            // Only seconds have a fraction: that of a larger unit is in the smaller ones.
            var (some, several) = unit == "second" ? (rest > 0, rest > ticks) : (whole > 0, whole > 1);
            if (some)
            {
                words.Add(string.Create(CultureInfo.InvariantCulture, $"{whole} {unit}{(several ? "s" : "")}"));
            }

            rest -= whole * ticks;
        }

        return words.Count == 0 ? "0 second" : string.Join(' ', words);
    }
}
