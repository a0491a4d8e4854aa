namespace Switchyard.Tasks.Schedules;

/// <summary>
/// Looks for what is due when a node says so, and some node always does. Two activations do no harm: each run is judged by the row.
/// </summary>
internal sealed class ScheduleUpkeepGrain(ScheduleRuns runs, TimeProvider clock) : Grain, IScheduleUpkeepGrain
{
    /// <summary>By now every node that was there before has said so.</summary>
    private static readonly TimeSpan HeardAll = TimeSpan.FromSeconds(3);

    /// <summary>Nodes take turns: not each of their words is one look.</summary>
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(300);

    private readonly long _since = clock.GetTimestamp();
    private DateTimeOffset? _upSince;
    private long? _lookedAt;

    public async Task TickAsync(DateTimeOffset upSince)
    {
        _upSince = _upSince < upSince ? _upSince : upSince;
        if (_lookedAt is { } last && clock.GetElapsedTime(last) < Often)
        {
            return;
        }

        _lookedAt = clock.GetTimestamp();
        while (await runs.RunDueAsync(_upSince.Value, isSure: clock.GetElapsedTime(_since) > HeardAll))
        {
        }
    }
}
