using Orleans.Concurrency;
using Switchyard.Work.Store;

namespace Switchyard.Tasks.Schedules;

[StatelessWorker, Reentrant]
internal sealed class ScheduleListGrain(IDoorDatabase database, TimeProvider clock) : Grain, IScheduleListGrain
{
    private const int LongestPage = 1000;

    public Task<IReadOnlyList<ScheduleView>> ListAsync(string? after, int limit) => ReadAsync(after, isBack: false, limit);

    public Task<IReadOnlyList<ScheduleView>> ListBackAsync(string? before, int limit) => ReadAsync(before, isBack: true, limit);

    private async Task<IReadOnlyList<ScheduleView>> ReadAsync(string? place, bool isBack, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, LongestPage);
        var rows = await database.QueryAsync(connection => ScheduleTable.ListAsync(connection, place, isBack, limit));
        var now = clock.GetUtcNow();
        return [.. rows.Select(row => row.ToView(now))];
    }
}
