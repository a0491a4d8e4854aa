using System.Runtime.CompilerServices;
using Npgsql;
using Switchyard.Work;
using Switchyard.Work.Failures;
using Switchyard.Work.Store;

namespace Switchyard.Tasks.Lane.Postgres;

internal sealed partial class PostgresLaneStore
{
    /// <summary>Groups whose heads are looked at for the oldest task; of a queue with more, the oldest tasks of all are looked at, too.</summary>
    private const int OldestOf = 1_000;

    /// <summary>Of all queues. Ids grow with time: a task that waits for long is among them, unless so many older ones wait elsewhere.</summary>
    private const int OldestRows = 20_000;

    private const string Attempts =
        """
        select lease, worker, started_at, ended_at, outcome, error from task_attempt where item_id = $1
        union all
        select lease, worker, started_at, finished_at, 0::smallint, null from task_done where id = $1 and status = 2
        order by lease
        """;

    /// <summary>The first of each group that is not out.</summary>
    private const string Oldest =
        """
        with taken as materialized (select unnest(ids) as id from task_lease where queue = $1)
        select h.created_at from unnest($2::smallint[], $3::text[]) as g (rank, group_key)
        cross join lateral (
            select created_at, id from task_ready r
            where r.not_before is null and (r.queue, r.rank, r.group_key, r.id) > ($1, g.rank, g.group_key, 0)
                and (r.queue, r.rank, r.group_key, r.id) <= ($1, g.rank, g.group_key, 9223372036854775807)
                and r.id not in (select id from taken)
            order by r.queue, r.rank, r.group_key, r.id limit 1) as h
        order by h.id limit 1
        """;

    private const string OldestOfAll =
        """
        with taken as materialized (select unnest(ids) as id from task_lease where queue = $1),
        first as materialized (select id, queue, not_before, created_at from task_ready order by id limit $2)
        select created_at from first where queue = $1 and not_before is null and id not in (select id from taken) order by id limit 1
        """;

    private static readonly FailureTable Failures = new(SqlDialect.Postgres, "task_done_failed");

    private static readonly string[] RateWords = ["created", "leased", "completed", "failed", "cancelled", "timedout", "requeued"];

    public Task<LaneItem?> FindAsync(long id, CancellationToken cancellationToken = default) =>
        _database.ReadAsync(connection => FindAsync(connection, id, whole: true), cancellationToken);

    public Task<IReadOnlyList<AttemptView>> ReadAttemptsAsync(long id, CancellationToken cancellationToken = default) => ReadAsync(
        Attempts,
        record => new AttemptView(
            record.GetInt64(0), record.GetString(1), record.Time(2), record.Time(3), (AttemptOutcome)record.GetInt16(4), record.Text(5)),
        cancellationToken,
        id);

    public Task<IReadOnlyList<LaneItem>> ListAsync(LaneQuery query, CancellationToken cancellationToken = default)
    {
        var list = LaneListSql.Of(query);
        return _database.SearchAsync<IReadOnlyList<LaneItem>>(
            async connection => await LaneRead.ListAsync(connection, list.Command(), LaneItemColumns.Read), cancellationToken);
    }

    public Task<FailureSums> SumFailuresAsync(FailureSumQuery query, int? queue, CancellationToken cancellationToken = default) => _database.SearchAsync(
        connection => Failures.SumAsync(connection, query, queue, LaneSql.QueueOf, cancellationToken), cancellationToken);

    public async Task<int> SortFailuresAsync(int limit, CancellationToken cancellationToken = default) => (await _database.TransactAsync(
        async connection => new StrongBox<int>(await Failures.SortAsync(connection, limit))))!.Value;

    public async Task<IReadOnlyDictionary<WorkStatus, long>> CountAsync(int? queue, CancellationToken cancellationToken = default)
    {
        var counts = Enum.GetValues<WorkStatus>().ToDictionary(status => status, _ => 0L);
        var found = await ReadAsync(
            LaneSumSql.Count,
            record => (Status: (WorkStatus)record.GetInt16(0), Count: record.GetInt64(1)),
            cancellationToken,
            (object?)queue ?? DBNull.Value);
        foreach (var (status, count) in found)
        {
            counts[status] = Math.Max(0, count);
        }

        return counts;
    }

    public Task<IReadOnlyList<LaneBacklog>> ReadBacklogsAsync(CancellationToken cancellationToken = default) => ReadAsync(
        LaneSumSql.Backlogs,
        record => new LaneBacklog(record.GetInt32(0), Math.Max(0, record.GetInt64(1)), Math.Max(0, record.GetInt64(2))),
        cancellationToken);

    public async Task<DateTimeOffset?> ReadOldestAsync(int queue, CancellationToken cancellationToken = default)
    {
        var groups = await ReadGroupsAsync(queue, null, OldestOf, cancellationToken);
        var oldest = await ReadAsync(
            Oldest,
            record => record.Time(0),
            cancellationToken,
            queue,
            groups.Select(group => group.Rank).ToArray(),
            groups.Select(group => group.GroupKey).ToArray());
        var others = groups.Count < OldestOf ? [] : await ReadAsync(OldestOfAll, record => record.Time(0), cancellationToken, queue, OldestRows);
        return oldest.Concat(others).Order().Select(time => (DateTimeOffset?)time).FirstOrDefault();
    }

    public async Task<IReadOnlyList<RatePoint>> ReadRatesAsync(int queue, DateTimeOffset since, CancellationToken cancellationToken = default)
    {
        var points = await ReadAsync(
            LaneSumSql.ReadRates,
            record => new RatePoint(record.Time(0), RateWords[record.GetInt16(1)], record.GetInt64(2)),
            cancellationToken,
            queue,
            LaneSql.Of(since));
        return [.. points.OrderBy(point => point.Minute).ThenBy(point => point.Event, StringComparer.Ordinal)];
    }

    public Task<IReadOnlyList<WorkerView>> ReadWorkersAsync(int queue, int limit, CancellationToken cancellationToken = default) => ReadAsync(
        LaneSumSql.ReadWorkers,
        record => new WorkerView(
            record.GetString(0), record.Time(1), record.Time(2), record.GetInt64(3), record.GetInt64(4), record.GetInt64(5), record.GetInt64(6)),
        cancellationToken,
        queue,
        limit);

    private static async Task<LaneItem?> FindAsync(NpgsqlConnection connection, long id, bool whole) =>
        (await LaneRead.ListAsync(connection, whole ? LaneItemColumns.FindWhole : LaneItemColumns.Find, LaneItemColumns.Read, id)).FirstOrDefault();

    private Task<IReadOnlyList<T>> ReadAsync<T>(
        string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params object[] values) =>
        _database.ReadAsync<IReadOnlyList<T>>(async connection => await LaneRead.ListAsync(connection, sql, read, values), cancellationToken);
}
