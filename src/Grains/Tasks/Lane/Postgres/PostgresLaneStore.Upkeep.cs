using Dapper;

namespace Switchyard.Tasks.Lane.Postgres;

internal sealed partial class PostgresLaneStore
{
    /// <summary>How long rates, and workers that hold nothing, are kept.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromDays(35);

    public async Task FoldAsync(DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        await _history.PrepareAsync(now);
        await _history.PrepareAsync(now.AddDays(1));
        var times = new { now = LaneSql.Of(now), before = LaneSql.Of(now - Memory) };
        await _database.TransactAsync(async connection =>
        {
            await LaneRead.ExecuteAsync(connection, LaneSumSql.Fold);
            await connection.ExecuteAsync("delete from task_rate where minute < @before", times);
            await connection.ExecuteAsync(
                "delete from task_worker w where last_seen < @before and not exists (select 1 from task_lease l where l.queue = w.queue and l.worker = w.worker)",
                times);
            await connection.ExecuteAsync("delete from task_unique where until <= @now", times);
            return this;
        });
    }

    public async Task<IReadOnlyDictionary<int, int>> RemoveExpiredAsync(
        DateTimeOffset now, int limit, CancellationToken cancellationToken = default)
    {
        var queues = await ReadQueuesAsync(cancellationToken);
        var parts = await _database.SearchAsync(LaneHistory.ReadAsync, cancellationToken);
        var removed = new Dictionary<int, int>();
        var left = limit;
        foreach (var part in parts.Where(part => left > 0 && part.Start < now))
        {
            foreach (var (queue, went) in await _database.SearchAsync(
                connection => _retention.RemoveAsync(connection, part, queues, now, left), cancellationToken))
            {
                removed[queue] = removed.GetValueOrDefault(queue) + went;
                left -= went;
            }
        }

        return removed;
    }
}
