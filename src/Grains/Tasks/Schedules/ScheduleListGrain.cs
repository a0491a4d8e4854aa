using Orleans.Concurrency;
using Switchyard.Work.Store;

namespace Switchyard.Tasks.Schedules;

[StatelessWorker, Reentrant]
internal sealed class ScheduleListGrain(IDoorDatabase database, TimeProvider clock) : Grain, IScheduleListGrain
{
    private const int LongestPage = 1000;

    public async Task<IReadOnlyList<ScheduleView>> ListAsync(string? after, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, LongestPage);
        var rows = await database.QueryAsync(connection => ScheduleTable.ListAsync(connection, after ?? "", limit));
        var now = clock.GetUtcNow();
        return [.. rows.Select(row => row.ToView(now))];
    }
}
