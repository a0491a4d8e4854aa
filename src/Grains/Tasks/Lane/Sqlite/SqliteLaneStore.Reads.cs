using System.Data.Common;
using Microsoft.Data.Sqlite;
using Switchyard.Work;
using Switchyard.Work.Failures;
using Switchyard.Work.Store;

namespace Switchyard.Tasks.Lane.Sqlite;

internal sealed partial class SqliteLaneStore
{
    private static readonly FailureTable Failures = new(SqlDialect.Sqlite, "task_done");

    private const string QueueColumns = "select number, name, policy, created_at from task_queue";

    public async Task<LaneQueue?> FindQueueAsync(string name, CancellationToken cancellationToken = default) =>
        (await RowsAsync($"{QueueColumns} where name = @name", new { name }, ReadQueue, cancellationToken)).SingleOrDefault();

    public async Task<IReadOnlyList<LaneQueue>> ReadQueuesAsync(CancellationToken cancellationToken = default) =>
        await RowsAsync($"{QueueColumns} order by number", new { }, ReadQueue, cancellationToken);

    public async Task<LaneItem?> FindAsync(long id, CancellationToken cancellationToken = default) =>
        (await RowsAsync(LaneItemColumns.Find(whole: true, "@id"), new { id }, LaneItemColumns.Read, cancellationToken)).SingleOrDefault();

    public async Task<IReadOnlyList<AttemptView>> ReadAttemptsAsync(long id, CancellationToken cancellationToken = default) => await RowsAsync(
        """
        select lease, worker, started_at, ended_at, outcome, error from task_attempt where item_id = @id
        union all
        select lease, worker, started_at, finished_at, 0, null from task_done where id = @id and status = 2
        order by lease
        """,
        new { id },
        row => new AttemptView(row.GetInt64(0), row.GetString(1), row.Time(2), row.Time(3), (AttemptOutcome)row.GetInt32(4), row.Text(5)),
        cancellationToken);

    public Task<IReadOnlyList<LaneItem>> ListAsync(LaneQuery query, CancellationToken cancellationToken = default)
    {
        var (sql, parameters) = LaneListSql.Of(query);
        return _database.QueryAsync<IReadOnlyList<LaneItem>>(
            async connection =>
            {
                LaneListSql.AddFunctions((SqliteConnection)connection);
                return await SqlRows.ReadAsync(connection, sql, parameters, LaneItemColumns.Read, cancellationToken);
            },
            cancellationToken);
    }

    public Task<FailureSums> SumFailuresAsync(FailureSumQuery query, int? queue, CancellationToken cancellationToken = default) => _database.QueryAsync(
        connection => Failures.SumAsync(connection, query, queue, LaneSql.QueueOf, cancellationToken), cancellationToken);

    public async Task<int> SortFailuresAsync(int limit, CancellationToken cancellationToken = default)
    {
        var sorted = 0;
        await _database.RunAsync(async connection => sorted = await Failures.SortAsync(connection, limit), cancellationToken);
        return sorted;
    }

    // ---- windows --------------------------------------------------------------------------------------------------

    public Task<IReadOnlyList<LaneGroup>> ReadGroupsAsync(
        int queue, LaneGroup? after, int limit, CancellationToken cancellationToken = default) => _database.QueryAsync<IReadOnlyList<LaneGroup>>(
        connection => Task.FromResult(LaneWindow.Groups((SqliteConnection)connection, queue, after, limit)),
        cancellationToken);

    public Task<IReadOnlyList<LaneHead>> ReadHeadsAsync(
        int queue, IReadOnlyList<LanePlace> places, int each, int bytes, CancellationToken cancellationToken = default) =>
        _database.QueryAsync<IReadOnlyList<LaneHead>>(
            connection => Task.FromResult(LaneWindow.Heads((SqliteConnection)connection, queue, places, each, bytes)),
            cancellationToken);

    public async Task<IReadOnlyList<LaneLease>> ReadLeasesAsync(int queue, long from = 0, CancellationToken cancellationToken = default)
    {
        var leased = await RowsAsync(
            "select number, worker, expires_at, until, id from task_lease where queue = @queue and number >= @from order by id",
            new { queue, from },
            row => (Lease: (Number: row.GetInt64(0), Worker: row.GetString(1), ExpiresAt: row.Time(2), Until: row.OptionalTime(3)), Id: row.GetInt64(4)),
            cancellationToken);
        return [.. leased.GroupBy(task => task.Lease, task => task.Id)
            .OrderBy(tasks => tasks.Key.Number)
            .Select(tasks => new LaneLease(tasks.Key.Number, tasks.Key.Worker, tasks.Key.ExpiresAt, tasks.Key.Until, [.. tasks]))];
    }

    // ---- numbers --------------------------------------------------------------------------------------------------

    public async Task<IReadOnlyDictionary<WorkStatus, long>> CountAsync(int? queue, CancellationToken cancellationToken = default)
    {
        var found = await RowsAsync(
            $"select status, sum(value) from task_total {(queue is null ? "" : "where queue = @queue")} group by status",
            new { queue },
            row => (Status: row.Status(0), Count: row.GetInt64(1)),
            cancellationToken);
        var counts = Enum.GetValues<WorkStatus>().ToDictionary(status => status, _ => 0L);
        found.ForEach(total => counts[total.Status] = total.Count);
        return counts;
    }

    public async Task<IReadOnlyList<LaneBacklog>> ReadBacklogsAsync(CancellationToken cancellationToken = default) => await RowsAsync(
        """
        select queue, sum(case status when 0 then value else 0 end), sum(case status when 1 then value else 0 end)
        from task_total where status in (0, 1) group by queue order by queue
        """,
        new { },
        row => new LaneBacklog(row.GetInt32(0), Math.Max(0, row.GetInt64(1)), Math.Max(0, row.GetInt64(2))),
        cancellationToken);

    public async Task<DateTimeOffset?> ReadOldestAsync(int queue, CancellationToken cancellationToken = default)
    {
        var oldest = await RowsAsync(
            """
            select r.created_at from task_ready r indexed by task_ready_queue
            where r.queue = @queue and r.not_before is null and not exists (select 1 from task_lease l where l.id = r.id)
            order by r.id limit 1
            """,
            new { queue },
            row => row.Time(0),
            cancellationToken);
        return oldest is [var time] ? time : null;
    }

    public async Task<IReadOnlyList<RatePoint>> ReadRatesAsync(int queue, DateTimeOffset since, CancellationToken cancellationToken = default) => await RowsAsync(
        "select minute, event, value from task_rate where queue = @queue and minute >= @since order by minute, event",
        new { queue, since = LaneSql.Of(since) },
        row => new RatePoint(row.Time(0), row.GetString(1), row.GetInt64(2)),
        cancellationToken);

    public async Task<IReadOnlyList<WorkerView>> ReadWorkersAsync(int queue, int limit, CancellationToken cancellationToken = default) => await RowsAsync(
        """
        select worker, first_seen, last_seen, held, completed, failed, expired from task_worker where queue = @queue
        order by last_seen desc, worker limit @limit
        """,
        new { queue, limit },
        row => new WorkerView(row.GetString(0), row.Time(1), row.Time(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6)),
        cancellationToken);

    private Task<List<T>> RowsAsync<T>(string sql, object parameters, Func<DbDataReader, T> read, CancellationToken cancellationToken) =>
        _database.QueryAsync(connection => SqlRows.ReadAsync(connection, sql, parameters, read, cancellationToken), cancellationToken);

    private static LaneQueue ReadQueue(DbDataReader row) =>
        new(row.GetInt32(0), row.GetString(1), LaneJson.ReadPolicy(row.GetString(2)), row.Time(3));
}
