using System.Globalization;

namespace Switchyard.Tasks.Pages;

/// <summary>The usual cron expressions in words. Of the others nothing is said: the times that come next tell. Pure.</summary>
internal static class CronWords
{
    private static readonly string[] Days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

    /// <returns>Null: it is none of the usual.</returns>
    public static string? Of(string cron) => cron.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries) switch
    {
        ["*", "*", "*", "*", "*"] => "every minute",
        [var minute, "*", "*", "*", "*"] when Step(minute, 59) is { } step => step == 1 ? "every minute" : $"every {step} minutes",
        [var minute, "*", "*", "*", "*"] when Number(minute, 0, 59) is { } at => at == 0 ? "every hour" : $"every hour, {at} minutes past it",
        [var minute, var hour, "*", "*", "*"] when Number(minute, 0, 59) is { } at && Step(hour, 23) is { } step && step > 1 => $"every {step} hours, {at} minutes past",
        [var minute, var hour, var day, var month, var weekday] when Time(minute, hour) is { } time => (day, month, weekday) switch
        {
            ("*", "*", "*") => $"every day at {time}",
            ("*", "*", "1-5" or "MON-FRI") => $"Monday to Friday at {time}",
            ("*", "*", _) when Number(weekday, 0, 7) is { } of => $"every {Days[of % 7]} at {time}",
            ("L", "*", "*") => $"on the last day of each month at {time}",
            (_, "*", "*") when Number(day, 1, 31) is { } of => $"on day {of} of each month at {time}",
            _ => null,
        },
        _ => null,
    };

    private static string? Time(string minute, string hour) =>
        Number(minute, 0, 59) is { } m && Number(hour, 0, 23) is { } h ? string.Create(CultureInfo.InvariantCulture, $"{h:00}:{m:00}") : null;

    /// <summary>Only steps that come out even are every so many.</summary>
    private static int? Step(string field, int most) =>
        field.StartsWith("*/", StringComparison.Ordinal) && Number(field[2..], 1, most) is { } step && (most + 1) % step == 0 ? step : null;

    private static int? Number(string field, int least, int most) =>
        int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null;
}
