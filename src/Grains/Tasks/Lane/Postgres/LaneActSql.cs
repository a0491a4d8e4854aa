namespace Switchyard.Tasks.Lane.Postgres;

internal static class LaneActSql
{
    /// <summary>No claim of the queues of these tasks is under way from here to the end of the transaction: none leases what it ends or moves.</summary>
    /// <inheritdoc cref="LaneClaimSql.Share"/>
    public const string AloneWithAll =
        """
        select pg_advisory_xact_lock(737798212, queue) from (
            select distinct r.queue from unnest($1::bigint[]) as i (id)
            cross join lateral (select queue from task_ready r where r.id = i.id limit 1) as r order by r.queue) as q
        """;

    /// <summary>Without its error and its result. How the newest lease of a completed task ended, its row alone told.</summary>
    public const string Retry =
        """
        with gone as (delete from task_done where id = $1 returning *),
        kept as (
            insert into task_attempt (item_id, lease, worker, started_at, ended_at, outcome, left_status)
            select id, lease, worker, started_at, finished_at, 0, status from gone where status = 2)
        insert into task_ready (id, queue, rank, group_key, created_at, deadline, unique_until, timeout, attempts, budget_from, max_attempts,
            name, owner, unique_key, tags, trace, payload, lease, worker, started_at)
        select id, queue, rank, group_key, created_at, case when deadline > $2 then deadline end, unique_until, timeout, attempts, attempts,
            max_attempts, name, owner, unique_key, tags, trace, payload, lease, worker, started_at
        from gone
        returning id
        """;

    public const string Delete =
        """
        with gone as (delete from task_done where id = $1 returning id),
        attempts as (delete from task_attempt where item_id = any (array(select id from gone))),
        notes as (delete from task_note where item_id = any (array(select id from gone))),
        keys as (delete from task_unique where queue = $2 and key = $3 and id = any (array(select id from gone)))
        select id from gone
        """;

    public const string Move =
        """
        with keys as (
            delete from task_unique where queue = $3 and key = (select unique_key from task_ready where id = $1) and id = $1)
        update task_ready set queue = $2 where id = $1
        """;
}
