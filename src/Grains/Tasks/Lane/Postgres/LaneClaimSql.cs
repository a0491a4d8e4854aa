namespace Switchyard.Tasks.Lane.Postgres;

internal static class LaneClaimSql
{
    /// <summary>
    /// Claims share a queue's lock, and who takes the queue over has it alone: so he sees the leases of all claims that began before, and
    /// those that come after see his epoch. A statement of its own, since one that waits goes on with what it saw before.
    /// </summary>
    public const string Share = "select pg_advisory_xact_lock_shared(737798212, q) from unnest($1::int[]) as q";

    /// <inheritdoc cref="Share"/>
    public const string Alone = "select pg_advisory_xact_lock(737798212, $1)";

    public const string TakeOver = "update task_queue set epoch = epoch + 1 where number = $1 returning epoch";

    /// <summary>
    /// A row for each part of each claim; the ids of all are one array, cut by the places of the first and the last. Of these, those that
    /// are ready: the limit leaves the planner no other way than to look for each by its id. Those that are not are told.
    /// </summary>
    public const string Claim =
        """
        with claim as materialized (
            select c.place, c.queue, c.worker, c.lease, c.now, nextval('task_lease_number') as number
            from unnest($1::int[], $2::int[], $3::bigint[], $4::text[], $5::bigint[], $6::bigint[])
                as c (place, queue, epoch, worker, lease, now)
            cross join lateral (select epoch from task_queue q where q.number = c.queue limit 1) as q
            where q.epoch = c.epoch),
        taken as materialized (
            select c.number, p.part, c.queue, c.worker, c.lease, c.now, p.expires_at, p.until, p.low, p.high, p.first_place, p.until_place, array(
                select r.id from unnest(($15::bigint[])[p.first_place:p.until_place]) as i (id)
                cross join lateral (select t.id, t.queue, t.not_before from task_ready t where t.id = i.id limit 1) as r
                where r.queue = c.queue and r.not_before is null) as ids
            from claim c
            join unnest($7::int[], $8::int[], $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[], $13::int[], $14::int[])
                as p (place, part, expires_at, until, low, high, first_place, until_place) on p.place = c.place),
        stored as (
            insert into task_lease (number, part, queue, worker, lease, started_at, expires_at, until, low, high, tasks, ids)
            select number, part, queue, worker, lease, now, expires_at, until, low, high, cardinality(ids), ids
            from taken where cardinality(ids) > 0
            returning queue, worker, started_at, tasks),
        told as (
            insert into task_delta (queue, at, event, worker, value)
            select queue, max(started_at), 1, worker, sum(tasks) from stored group by queue, worker)
        select place, number, (
            select array_agg(i.id) from taken t cross join lateral unnest(($15::bigint[])[t.first_place:t.until_place]) as i (id)
            where t.number = claim.number and cardinality(t.ids) <= t.until_place - t.first_place and i.id <> all (t.ids)) as gone
        from claim
        """;
}
