namespace Switchyard.Tasks.Lane.Postgres;

internal static class LaneChangeSql
{
    /// <summary>Sent in their order, and locked in it.</summary>
    public const string LockParts =
        $"""
        select {LanePart.Columns} from unnest($1::bigint[], $2::int[]) as i (sent, its_part)
        cross join lateral (select * from task_lease l where l.number = i.sent and l.part = i.its_part for update) as l
        """;

    public const string LockLeases =
        $"select {LanePart.Columns} from task_lease where number = any ($1::bigint[]) order by number, part for update";

    /// <inheritdoc cref="LockParts"/>
    public const string LockTasks =
        $"""
        select {WaitingTask.Columns} from unnest($1::bigint[]) as i (sent)
        cross join lateral (select * from task_ready r where r.id = i.sent for update) as r
        """;

    /// <summary>By the ends of their ids, then by these.</summary>
    public const string Holders =
        """
        select distinct l.number, l.part from unnest($1::bigint[]) as i (id)
        join task_lease l on l.low <= i.id and l.high >= i.id and l.ids @> array[i.id]
        """;

    /// <inheritdoc cref="LaneEndSql.Complete"/>
    public const string DropParts =
        """
        delete from task_lease where ctid = any (array(
            select l.tid from unnest($1::bigint[], $2::int[]) as p (number, part)
            cross join lateral (select ctid as tid from task_lease t where t.number = p.number and t.part = p.part limit 1) as l))
        """;

    /// <inheritdoc cref="LaneEndSql.Complete"/>
    public const string RenewParts =
        """
        with found as materialized (
            select p.*, t.tid from unnest($1::bigint[], $2::int[], $3::bigint[]) with ordinality as p (number, part, expires_at, place)
            cross join lateral (select ctid as tid from task_lease t where t.number = p.number and t.part = p.part limit 1) as t)
        update task_lease l set expires_at = p.expires_at from found p where l.ctid = p.tid and p.place between 1 and 1000000000
        """;

    public const string ShrinkPart =
        "update task_lease set low = $3, high = $4, tasks = $5, ids = $6 where number = $1 and part = $2";

    /// <summary>Behind the parts that the lease has: who adds one has locked them.</summary>
    public const string AddPart =
        """
        insert into task_lease (number, part, queue, worker, lease, started_at, expires_at, until, low, high, tasks, ids)
        select $1, 1 + coalesce(max(part), 0), $2, $3, $4, $5, $6, $7::bigint, $8, $9, $10, $11 from task_lease where number = $1
        """;

    /// <inheritdoc cref="LaneEndSql.Complete"/>
    public const string PutBack =
        """
        with found as materialized (
            select p.*, t.tid
            from unnest($1::bigint[], $2::int[], $3::int[], $4::int[], $5::bigint[], $6::bigint[], $7::text[], $8::bigint[], $9::text[])
                with ordinality as p (id, attempts, budget_from, lost, not_before, lease, worker, started_at, error, place)
            cross join lateral (select ctid as tid from task_ready t where t.id = p.id limit 1) as t)
        update task_ready r set attempts = p.attempts, budget_from = nullif(p.budget_from, 0), lost = nullif(p.lost, 0), not_before = p.not_before, lease = p.lease,
            worker = p.worker, started_at = p.started_at, error = p.error
        from found p where r.ctid = p.tid and p.place between 1 and 1000000000
        """;

    public const string AddAttempts =
        """
        insert into task_attempt (item_id, lease, worker, started_at, ended_at, outcome, error, left_status, left_until)
        select id, lease, worker, started_at, $5, outcome, error, left_status, left_until
        from unnest($1::bigint[], $2::bigint[], $3::text[], $4::bigint[], $6::smallint[], $7::text[], $8::smallint[], $9::bigint[])
            as a (id, lease, worker, started_at, outcome, error, left_status, left_until)
        """;

    public const string TrimAttempts =
        """
        delete from task_attempt where item_id = $1 and lease <=
            (select lease from task_attempt where item_id = $1 order by lease desc limit 1 offset $2)
        """;

    // ---- what workers say ------------------------------------------------------------------------------------------

    /// <summary>The word before it on how far a task is has served its time.</summary>
    public const string AddNotes =
        """
        with said as (
            select * from unnest($1::bigint[], $2::bigint[], $3::float8[], $4::text[]) with ordinality as s (id, lease, progress, log, place)),
        outdated as (
            delete from task_note where item_id = any (array(select id from said where progress is not null)) and log is null)
        insert into task_note (item_id, lease, progress, log) select id, lease, progress, log from said order by place
        """;

    /// <summary>Of a log, the last pieces are kept.</summary>
    public const string TrimNotes =
        """
        delete from task_note where ctid = any (array(
            select tid from (
                select ctid as tid, sum(octet_length(log)) over (partition by item_id order by number desc) - octet_length(log) as after
                from task_note where item_id = any ($1::bigint[]) and log is not null) as o
            where after >= $2))
        """;

    // ---- time -------------------------------------------------------------------------------------------------------

    public const string PastDeadline =
        "select id from task_ready where deadline is not null and deadline <= $1 order by deadline limit $2";

    /// <summary>Rows of leases that have run out, until they have enough tasks.</summary>
    public const string RunOut =
        """
        select number, part from (
            select number, part, sum(tasks) over (order by expires_at, number, part rows unbounded preceding) - tasks as before from (
                select number, part, tasks, expires_at from task_lease where expires_at <= $1 order by expires_at limit $2) as l) as l
        where before < $2
        """;

    public const string Due =
        """
        update task_ready set not_before = null where ctid = any (array(
            select ctid from task_ready where not_before is not null and not_before <= $1
            order by not_before limit $2 for update skip locked))
        returning id, queue, rank, group_key
        """;
}
