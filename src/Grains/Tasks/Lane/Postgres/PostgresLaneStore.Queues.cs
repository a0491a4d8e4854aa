using Npgsql;
using Switchyard.Work.Store.Postgres;

namespace Switchyard.Tasks.Lane.Postgres;

internal sealed partial class PostgresLaneStore
{
    private const string Queues = "select number, name, policy, created_at from task_queue";

    public async Task<LaneQueue> OpenQueueAsync(string name, CancellationToken cancellationToken = default)
    {
        if (await FindQueueAsync(name, cancellationToken) is { } known)
        {
            return known;
        }

        await _database.SendAsync(connection => LaneRead.ExecuteAsync(
            connection,
            "insert into task_queue (name, epoch, policy, created_at) values ($1, 0, $2, $3) on conflict do nothing",
            name,
            LaneJson.Write(new TaskQueuePolicy()),
            LaneSql.Of(_time.GetUtcNow())));
        return (await FindQueueAsync(name, cancellationToken))!;
    }

    public Task<LaneQueue?> FindQueueAsync(string name, CancellationToken cancellationToken = default) => _database.ReadAsync(
        async connection => (await LaneRead.ListAsync(connection, $"{Queues} where name = $1", ReadQueue, name)).FirstOrDefault(), cancellationToken);

    public Task<IReadOnlyList<LaneQueue>> ReadQueuesAsync(CancellationToken cancellationToken = default) => _database.ReadAsync(
        async connection => (IReadOnlyList<LaneQueue>)await LaneRead.ListAsync(connection, $"{Queues} order by number", ReadQueue), cancellationToken);

    public Task WritePolicyAsync(int queue, TaskQueuePolicy policy, CancellationToken cancellationToken = default) => _database.SendAsync(
        connection => LaneRead.ExecuteAsync(connection, "update task_queue set policy = $2 where number = $1", queue, LaneJson.Write(policy)));

    public Task<long> TakeOverAsync(int queue, CancellationToken cancellationToken = default) => _database.SendAsync(async connection =>
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                PostgresWriteTransaction.Command(LaneClaimSql.Alone, queue),
                PostgresWriteTransaction.Command(LaneClaimSql.TakeOver, queue),
            },
        };
        await using var record = await batch.ExecuteReaderAsync();
        await record.NextResultAsync();
        return await record.ReadAsync() ? record.GetInt64(0) : throw new InvalidOperationException($"There is no queue {queue}.");
    });

    private static LaneQueue ReadQueue(NpgsqlDataReader record) => new(
        record.GetInt32(0), record.GetString(1), LaneJson.ReadPolicy(record.GetString(2)), record.Time(3));
}
