using System.Globalization;

namespace Switchyard.Cli.Output;

/// <summary>Numbers for people. Pure.</summary>
internal static class Words
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB"];

    /// <summary>"1,234".</summary>
    public static string Of(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>"12 s", "3 min 20 s", "2 h 5 min", "4 d 1 h".</summary>
    public static string Of(TimeSpan span) => span < TimeSpan.Zero ? Of(-span) : span switch
    {
        { TotalMinutes: < 1 } => Text(span.TotalSeconds, "s"),
        { TotalHours: < 1 } => Two(span.Minutes, "min", span.Seconds, "s"),
        { TotalDays: < 1 } => Two(span.Hours, "h", span.Minutes, "min"),
        _ => Two((int)span.TotalDays, "d", span.Hours, "h"),
    };

    /// <summary>"812 MiB", "1.4 GiB".</summary>
    public static string Bytes(long bytes)
    {
        var (size, unit) = ((double)bytes, 0);
        for (; size >= 1024 && unit < Units.Length - 1; unit++)
        {
            size /= 1024;
        }

        return $"{size.ToString(size < 10 && unit > 0 ? "0.#" : "0", CultureInfo.InvariantCulture)} {Units[unit]}";
    }

    /// <summary>"1 item", "12 items".</summary>
    public static string Count(long number, string one) => number == 1 ? $"1 {one}" : $"{Of(number)} {one}s";

    private static string Two(int large, string unit, int small, string below) => small == 0 ? Text(large, unit) : $"{Text(large, unit)} {Text(small, below)}";

    private static string Text(double number, string unit) => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(number):0} {unit}");
}
