using Switchyard.Work;

namespace Switchyard.Tables.Pages;

/// <summary>
/// Events per minute over the last day. After the first answer only the newest minutes are asked for again, for the rest
/// no longer changes.
/// </summary>
public sealed class RateHistory(TimeProvider time)
{
    /// <summary>How far the history goes back.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromDays(1);

    // The store counts in the transaction of the event; a transaction that is late may still change a minute that is over.
    private static readonly TimeSpan Unsettled = TimeSpan.FromMinutes(2);

    private readonly Lock _lock = new();
    private readonly SortedDictionary<DateTimeOffset, Dictionary<string, long>> _minutes = [];
    private DateTimeOffset? _asOf;

    /// <summary>From when on the store must be asked.</summary>
    public DateTimeOffset Since => _asOf is { } asOf ? asOf - Unsettled : CurrentMinute - Length;

    private DateTimeOffset CurrentMinute => Minute(time.GetUtcNow());

    /// <summary>Takes in an answer to a question for events since <see cref="Since"/>.</summary>
    public void Merge(IReadOnlyList<RatePoint> points)
    {
        lock (_lock)
        {
            foreach (var point in points)
            {
                var minute = Minute(point.Minute);
                if (!_minutes.TryGetValue(minute, out var events))
                {
                    _minutes.Add(minute, events = []);
                }

                events[point.Event] = point.Count;
            }

            _asOf = CurrentMinute;
            foreach (var old in _minutes.Keys.TakeWhile(minute => minute < _asOf - Length).ToList())
            {
                _minutes.Remove(old);
            }
        }
    }

    /// <summary>
    /// Counts of one event in equal steps that end with the current minute, oldest first; each value is per minute.
    /// </summary>
    /// <param name="span">At most <see cref="Length"/>, a whole number of steps.</param>
    /// <param name="step">Whole minutes.</param>
    public IReadOnlyList<(DateTimeOffset Start, double PerMinute)> Read(string @event, TimeSpan span, TimeSpan step)
    {
        var end = CurrentMinute + TimeSpan.FromMinutes(1);
        var first = end - span;
        var sums = new long[(int)(span / step)];
        lock (_lock)
        {
            foreach (var (minute, events) in _minutes)
            {
                if (minute >= first && minute < end && events.TryGetValue(@event, out var count))
                {
                    sums[(int)((minute - first) / step)] += count;
                }
            }
        }

        return [.. sums.Select((sum, index) => (first + (index * step), sum / step.TotalMinutes))];
    }

    private static DateTimeOffset Minute(DateTimeOffset value) =>
        new(value.UtcTicks - (value.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
}
