using Npgsql;
using Switchyard.Work.Store;
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

        await _database.SendAsync(connection => ExecuteAsync(
            connection,
            "insert into task_queue (name, epoch, policy, created_at) values ($1, 0, $2, $3) on conflict do nothing",
            name,
            LanePolicies.Write(new TaskQueuePolicy()),
            _time.GetUtcNow().ToUnixTimeMilliseconds()));
        return (await FindQueueAsync(name, cancellationToken))!;
    }

    public Task<LaneQueue?> FindQueueAsync(string name, CancellationToken cancellationToken = default) => _database.ReadAsync(
        async connection => (await QueryAsync(connection, $"{Queues} where name = $1", ReadQueue, name)).FirstOrDefault(), cancellationToken);

    public Task<IReadOnlyList<LaneQueue>> ReadQueuesAsync(CancellationToken cancellationToken = default) => _database.ReadAsync(
        async connection => (IReadOnlyList<LaneQueue>)await QueryAsync(connection, $"{Queues} order by number", ReadQueue), cancellationToken);

    public Task WritePolicyAsync(int queue, TaskQueuePolicy policy, CancellationToken cancellationToken = default) => _database.SendAsync(
        connection => ExecuteAsync(connection, "update task_queue set policy = $2 where number = $1", queue, LanePolicies.Write(policy)));

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
        return await record.ReadAsync() ? record.GetInt64(0) : throw new ArgumentException($"There is no queue {queue}.", nameof(queue));
    });

    private static LaneQueue ReadQueue(NpgsqlDataReader record) => new(
        record.GetInt32(0), record.GetString(1), LanePolicies.Read(record.GetString(2)), ColumnTypes.FromMilliseconds(record.GetInt64(3)));

    private static async Task<List<T>> QueryAsync<T>(
        NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> read, params object[] values)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { PostgresWriteTransaction.Command(sql, values) } };
        var found = new List<T>();
        await using var record = await batch.ExecuteReaderAsync();
        while (await record.ReadAsync())
        {
            found.Add(read(record));
        }

        return found;
    }

    private static async Task<int> ExecuteAsync(NpgsqlConnection connection, string sql, params object[] values)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { PostgresWriteTransaction.Command(sql, values) } };
        return await batch.ExecuteNonQueryAsync();
    }
}
