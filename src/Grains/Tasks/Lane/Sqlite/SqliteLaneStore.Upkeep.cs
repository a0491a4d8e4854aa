using Dapper;
using Switchyard.Work;

namespace Switchyard.Tasks.Lane.Sqlite;

internal sealed partial class SqliteLaneStore
{
    /// <summary>How long rates, and workers that hold nothing, are kept.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromDays(35);

    /// <summary>The sums are up to date at any time: what is folded elsewhere is one writer's here.</summary>
    public Task FoldAsync(DateTimeOffset now, CancellationToken cancellationToken = default) => _database.RunAsync(
        async connection =>
        {
            var times = new { now = LaneSql.Of(now), before = LaneSql.Of(now - Memory) };
            await connection.ExecuteAsync("delete from task_rate where minute < @before", times);
            await connection.ExecuteAsync("delete from task_worker where last_seen < @before and held <= 0", times);
            await connection.ExecuteAsync(
                "delete from task_unique where until <= @now and not exists (select 1 from task_ready where id = task_unique.id)", times);
        },
        cancellationToken);

    public async Task<IReadOnlyDictionary<int, int>> RemoveExpiredAsync(
        DateTimeOffset now, int limit, CancellationToken cancellationToken = default)
    {
        var removed = new Dictionary<int, int>();
        var left = limit;
        foreach (var queue in await ReadQueuesAsync(cancellationToken))
        {
            var retention = queue.Policy.Retention;
            foreach (var status in Enum.GetValues<WorkStatus>().Where(status => status.IsTerminal()))
            {
                var kept = status is WorkStatus.Completed or WorkStatus.Cancelled ? retention.Completed : retention.Failed;
                if (kept is { } span && left > 0)
                {
                    var went = await WriteAsync(
                        [], transaction => transaction.RemoveExpired(queue.Number, status, now - span, now, left), cancellationToken);
                    left -= went;
                    if (went > 0)
                    {
                        removed[queue.Number] = removed.GetValueOrDefault(queue.Number) + went;
                    }
                }
            }
        }

        return removed;
    }
}
