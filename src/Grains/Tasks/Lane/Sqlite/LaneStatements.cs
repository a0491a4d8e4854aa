using Microsoft.Data.Sqlite;
using Switchyard.Work.Store.Sqlite;

namespace Switchyard.Tasks.Lane.Sqlite;

/// <summary>The writer's statements on tasks, compiled once for its connection, which ends them.</summary>
internal sealed class LaneStatements(SqliteConnection connection)
{
    /// <summary>What a task has of its own, in both tables.</summary>
    private const string Kept =
        "queue, rank, group_key, attempts, budget_from, lost, created_at, name, owner, tags, max_attempts, timeout, unique_key, unique_until, trace, payload";

    private static readonly string KeptCompleted = string.Join(", ", Kept.Split(", ").Select(column => $"r.{column}{(column == "attempts" ? " + 1" : "")}"));

    private static readonly string KeptParameters = string.Join(", ", Enumerable.Range(2, 16).Select(place => $"${place}"));

    // ---- what comes in ----------------------------------------------------------------------------------------------

    public SqliteStatement Insert { get; } = new(
        connection, $"insert into task_ready (id, {Kept}, not_before, deadline, lease) values ($1, {KeptParameters}, $18, $19, 0)", 19);

    public SqliteStatement Unique { get; } = new(
        connection,
        "select u.id, u.until, exists (select 1 from task_ready where id = u.id) from task_unique u where u.queue = $1 and u.key = $2",
        2);

    public SqliteStatement TakeUnique { get; } = new(
        connection,
        """
        insert into task_unique (queue, key, id, until) values ($1, $2, $3, $4)
        on conflict (queue, key) do update set id = excluded.id, until = excluded.until
        """,
        4);

    public SqliteStatement DropUnique { get; } = new(
        connection, "delete from task_unique where queue = $1 and key = $2 and id = $3 and coalesce(until, 0) <= $4", 4);

    // ---- leases -----------------------------------------------------------------------------------------------------

    public SqliteStatement Epoch { get; } = new(connection, "select epoch from task_queue where number = $1", 1);

    public SqliteStatement NextLease { get; } = new(connection, "update task_lease_number set next = next + 1 returning next - 1");

    /// <summary>Of the ids that it is given, those that are ready in the queue and not out.</summary>
    public SqliteStatement Claim { get; } = new(
        connection,
        """
        insert into task_lease (id, number, queue, worker, lease, started_at, expires_at, until)
        select r.id, $2, r.queue, $4, $5, $6, $7, $8 from json_each($1) cross join task_ready r on r.id = value
        where r.queue = $3 and r.not_before is null
        on conflict (id) do nothing
        """,
        8);

    /// <summary>Of the ids that it is given, those that are not under a lease.</summary>
    public SqliteStatement NotUnder { get; } = new(
        connection, "select value from json_each($1) where not exists (select 1 from task_lease l where l.id = value and l.number = $2)", 2);

    public SqliteStatement Renew { get; } = new(connection, "update task_lease set expires_at = $2 where id = $1", 2);

    public SqliteStatement DropLease { get; } = new(connection, "delete from task_lease where id = $1", 1);

    public SqliteStatement Note { get; } = new(connection, "select lease, progress, log from task_note where item_id = $1", 1);

    public SqliteStatement TakeNote { get; } = new(
        connection,
        """
        insert into task_note (item_id, lease, progress, log) values ($1, $2, $3, $4)
        on conflict (item_id) do update set lease = excluded.lease, progress = excluded.progress, log = excluded.log
        """,
        4);

    // ---- ends -------------------------------------------------------------------------------------------------------

    /// <summary>A task that has not ended, with its lease when it is out.</summary>
    public SqliteStatement Open { get; } = new(connection, OpenTask.Select("r.id = $1"), 1);

    public SqliteStatement Out { get; } = new(connection, OpenTask.SelectOut, 1);

    /// <summary>What is out, as completed: given its id, or its id and where in the bytes its result begins (from 1) and how long it is.</summary>
    public SqliteStatement KeepAll { get; } = new(
        connection,
        $"""
        insert into task_done (id, {Kept}, deadline, status, finished_at, lease, worker, started_at, result)
        select r.id, {KeptCompleted}, r.deadline, 2, $3, l.number, l.worker, l.started_at,
            case j.type when 'array' then substr($2, j.value ->> 1, j.value ->> 2) end
        from json_each($1) j
        cross join task_lease l on l.id = case j.type when 'array' then j.value ->> 0 else j.value end
        cross join task_ready r on r.id = l.id
        """,
        3);

    public SqliteStatement Ended { get; } = new(connection, "select status, lease from task_done where id = $1", 1);

    public SqliteStatement Keep { get; } = new(
        connection,
        $"""
        insert into task_done (id, {Kept}, deadline, status, finished_at, lease, worker, started_at, error, error_group)
        select id, {Kept.Replace(" attempts,", " attempts + $4,", StringComparison.Ordinal)}, deadline,
            $2, $3, coalesce($5, lease), coalesce($6, worker), coalesce($7, started_at), $8, $9
        from task_ready where id = $1
        """,
        9);

    public SqliteStatement DropAllReady { get; } = new(
        connection, "delete from task_ready where id in (select value from json_each($1))", 1);

    public SqliteStatement DropAllLeases { get; } = new(
        connection, "delete from task_lease where id in (select value from json_each($1))", 1);

    public SqliteStatement DropReady { get; } = new(connection, "delete from task_ready where id = $1", 1);

    public SqliteStatement PutBack { get; } = new(
        connection,
        "update task_ready set attempts = $2, budget_from = $3, lost = $4, not_before = $5, lease = $6, worker = $7, started_at = $8, error = $9 where id = $1",
        9);

    public SqliteStatement Attempt { get; } = new(connection, "select outcome, left_status, left_until from task_attempt where item_id = $1 and lease = $2", 2);

    public SqliteStatement AddAttempt { get; } = new(
        connection,
        """
        insert into task_attempt (item_id, lease, worker, started_at, ended_at, outcome, error, left_status, left_until)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """,
        9);

    public SqliteStatement TrimAttempts { get; } = new(
        connection,
        """
        delete from task_attempt where item_id = $1 and lease <=
            (select lease from task_attempt where item_id = $1 order by lease desc limit 1 offset $2)
        """,
        2);

    // ---- time -------------------------------------------------------------------------------------------------------

    public SqliteStatement PastDeadline { get; } = new(
        connection, OpenTask.Select("r.deadline is not null and r.deadline <= $1 order by r.deadline limit $2"), 2);

    public SqliteStatement RunOut { get; } = new(
        connection, "select id from task_lease where expires_at <= $1 order by expires_at limit $2", 2);

    public SqliteStatement Due { get; } = new(
        connection,
        """
        update task_ready set not_before = null
        where id in (select id from task_ready where not_before is not null and not_before <= $1 order by not_before limit $2)
        returning id, queue, rank, group_key
        """,
        2);

    // ---- one task ---------------------------------------------------------------------------------------------------

    public SqliteStatement Item { get; } = new(connection, LaneItemColumns.Find(whole: false, "$1"), 1);

    public SqliteStatement Retry { get; } = new(
        connection,
        $"""
        insert into task_ready (id, {Kept}, deadline, lease, worker, started_at)
        select id, {Kept.Replace("budget_from, lost", "attempts, 0", StringComparison.Ordinal)},
            case when deadline > $2 then deadline end, lease, worker, started_at
        from task_done where id = $1
        """,
        2);

    /// <summary>How the newest lease of a completed task ended, which its row alone told.</summary>
    public SqliteStatement KeepCompleted { get; } = new(
        connection,
        """
        insert into task_attempt (item_id, lease, worker, started_at, ended_at, outcome, left_status)
        select id, lease, worker, started_at, finished_at, 0, status from task_done where id = $1 and status = 2
        """,
        1);

    public SqliteStatement UniqueOf { get; } = new(connection, "select queue, unique_key, unique_until from task_done where id = $1", 1);

    public SqliteStatement MoveReady { get; } = new(connection, "update task_ready set queue = $2 where id = $1", 2);

    public SqliteStatement UniqueOfReady { get; } = new(connection, "select queue, unique_key, unique_until from task_ready where id = $1", 1);

    public SqliteStatement DropDone { get; } = new(connection, "delete from task_done where id = $1", 1);

    public SqliteStatement DropAttempts { get; } = new(connection, "delete from task_attempt where item_id = $1", 1);

    public SqliteStatement DropNote { get; } = new(connection, "delete from task_note where item_id = $1", 1);

    public SqliteStatement Expired { get; } = new(
        connection,
        "select id, unique_key from task_done where queue = $1 and status = $2 and finished_at < $3 order by finished_at limit $4",
        4);

    // ---- sums -------------------------------------------------------------------------------------------------------

    public SqliteStatement Total { get; } = new(
        connection,
        """
        insert into task_total (queue, status, value) values ($1, $2, $3)
        on conflict (queue, status) do update set value = value + excluded.value
        """,
        3);

    public SqliteStatement Rate { get; } = new(
        connection,
        """
        insert into task_rate (queue, minute, event, value) values ($1, $2, $3, $4)
        on conflict (queue, minute, event) do update set value = value + excluded.value
        """,
        4);

    public SqliteStatement Worker { get; } = new(
        connection,
        """
        insert into task_worker (queue, worker, first_seen, last_seen, held, completed, failed, expired) values ($1, $2, $3, $4, $5, $6, $7, $8)
        on conflict (queue, worker) do update set first_seen = min(first_seen, excluded.first_seen),
            last_seen = max(last_seen, excluded.last_seen), held = held + excluded.held, completed = completed + excluded.completed,
            failed = failed + excluded.failed, expired = expired + excluded.expired
        """,
        8);
}
