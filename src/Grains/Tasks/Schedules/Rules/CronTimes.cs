using Cronos;

namespace Switchyard.Tasks.Schedules.Rules;

/// <summary>
/// The times of a cron expression in a time zone. When clocks are put forward, a time in the gap comes right after it; when they are put
/// back, a time that comes twice is taken once, and an expression that goes by intervals takes both. These are the rules of Cronos.
/// </summary>
internal sealed class CronTimes
{
    private const int LongestZone = 100;

    /// <summary>How far back the newest time is looked for, step by step: most expressions are frequent.</summary>
    private static readonly TimeSpan[] Steps = [TimeSpan.FromHours(2), TimeSpan.FromDays(2), TimeSpan.FromDays(70), TimeSpan.FromDays(800)];

    private readonly CronExpression _expression;
    private readonly TimeZoneInfo _zone;

    private CronTimes(CronExpression expression, TimeZoneInfo zone)
    {
        (_expression, _zone) = (expression, zone);
    }

    /// <param name="cron">Five fields.</param>
    /// <param name="zone">An IANA name; null: UTC.</param>
    /// <returns>The times, or what is wrong, for people.</returns>
    public static (CronTimes? Times, string? Refusal) Read(string cron, string? zone)
    {
        if (cron.Length > TaskLimits.Cron || cron.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries).Length != 5)
        {
            return (null, "cron must have five fields: minute, hour, day of the month, month, day of the week.");
        }

        if (Find(zone) is not { } found)
        {
            return (null, "timeZone is no time zone that this node knows; it must be an IANA name, such as Europe/Berlin.");
        }

        try
        {
            return (new(CronExpression.Parse(cron, CronFormat.Standard), found), null);
        }
        catch (CronFormatException exception)
        {
            return (null, $"cron is not valid: {exception.Message}");
        }
    }

    /// <summary>The first time after another; null: there is none.</summary>
    public DateTimeOffset? After(DateTimeOffset time) => _expression.GetNextOccurrence(time, _zone)?.ToUniversalTime();

    /// <summary>The next times after one, oldest first.</summary>
    public IReadOnlyList<DateTimeOffset> After(DateTimeOffset time, int count)
    {
        var times = new List<DateTimeOffset>(count);
        for (var next = After(time); next is { } found && times.Count < count; next = After(found))
        {
            times.Add(found);
        }

        return times;
    }

    /// <summary>The newest time from one on up to another, both included; null: there is none.</summary>
    public DateTimeOffset? Newest(DateTimeOffset from, DateTimeOffset until)
    {
        foreach (var start in Steps.Select(step => until - step).Where(start => start > from).Append(from))
        {
            DateTimeOffset? newest = null;
            for (var next = From(start); next <= until; next = After(next.Value))
            {
                newest = next;
            }

            if (newest is not null)
            {
                return newest;
            }
        }

        return null;
    }

    /// <remarks>Asked for what is at this very time, Cronos does not find what was moved there from a gap.</remarks>
    private DateTimeOffset? From(DateTimeOffset time) => After(time.AddTicks(-1));

    private static TimeZoneInfo? Find(string? zone) =>
        zone is null ? TimeZoneInfo.Utc
        : zone.Length is >= 1 and <= LongestZone
            && zone.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '/' or '_' or '-' or '+')
            && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) ? found
        : null;
}
