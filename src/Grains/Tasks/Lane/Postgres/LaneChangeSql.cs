namespace Switchyard.Tasks.Lane.Postgres;

internal static class LaneChangeSql
{
    public const string LockParts =
        $"""
        select {LanePart.Columns} from task_lease l
        where (number, part) in (select * from unnest($1::bigint[], $2::int[])) order by number, part for update of l
        """;

    public const string LockLeases =
        $"select {LanePart.Columns} from task_lease where number = any ($1::bigint[]) order by number, part for update";

    /// <summary>Sent in their order, and locked in it.</summary>
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

    public const string DropParts =
        "delete from task_lease l using unnest($1::bigint[], $2::int[]) as p (number, part) where l.number = p.number and l.part = p.part";

    public const string RenewParts =
        """
        update task_lease l set expires_at = p.expires_at from unnest($1::bigint[], $2::int[], $3::bigint[]) as p (number, part, expires_at)
        where l.number = p.number and l.part = p.part
        """;

    public const string ShrinkPart =
        "update task_lease set low = $3, high = $4, tasks = $5, ids = $6 where number = $1 and part = $2";

    /// <summary>Behind the parts that the lease has: who adds one has locked them.</summary>
    public const string AddPart =
        """
        insert into task_lease (number, part, queue, worker, lease, started_at, expires_at, until, low, high, tasks, ids)
        select $1, 1 + coalesce(max(part), 0), $2, $3, $4, $5, $6, $7::bigint, $8, $9, $10, $11 from task_lease where number = $1
        """;

    public const string PutBack =
        """
        update task_ready r set attempts = p.attempts, budget_from = nullif(p.budget_from, 0), lost = nullif(p.lost, 0), not_before = p.not_before, lease = p.lease,
            worker = p.worker, started_at = p.started_at, error = p.error
        from unnest($1::bigint[], $2::int[], $3::int[], $4::int[], $5::bigint[], $6::bigint[], $7::text[], $8::bigint[], $9::text[])
            as p (id, attempts, budget_from, lost, not_before, lease, worker, started_at, error)
        where r.id = p.id
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
            delete from task_note n using said s where n.item_id = s.id and s.progress is not null and n.log is null)
        insert into task_note (item_id, lease, progress, log) select id, lease, progress, log from said order by place
        """;

    /// <summary>Of a log, the last pieces are kept.</summary>
    public const string TrimNotes =
        """
        delete from task_note n using (
            select item_id, number, sum(octet_length(log)) over (partition by item_id order by number desc) - octet_length(log) as after
            from task_note where item_id = any ($1::bigint[]) and log is not null) as o
        where n.item_id = o.item_id and n.number = o.number and o.after >= $2
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
        update task_ready r set not_before = null from (
            select id from task_ready where not_before is not null and not_before <= $1
            order by not_before limit $2 for update skip locked) as due
        where r.id = due.id
        returning r.id, r.queue, r.rank, r.group_key
        """;
}
