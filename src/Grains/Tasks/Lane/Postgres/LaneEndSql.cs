namespace Switchyard.Tasks.Lane.Postgres;

/// <summary>How tasks leave: to the history, in one statement.</summary>
internal static class LaneEndSql
{
    /// <summary>What goes along wherever a task goes.</summary>
    public const string Carried =
        "id, queue, rank, group_key, created_at, deadline, unique_until, timeout, budget_from, max_attempts, name, owner, unique_key, tags, trace, payload";

    /// <summary>
    /// Ends what is held, under locks on its leases in the order of their numbers. Every row is looked for by its key first, where a limit
    /// leaves the planner no other way, and then taken from its place: a join by the key would go through the whole table once statistics
    /// say that it is empty, also through all that is dead.
    /// </summary>
    public static readonly string Complete =
        $"""
        with sent as materialized (
            select s.id, s.number, s.result, s.place
            from unnest($1::bigint[], $2::bigint[], $3::bytea[]) with ordinality as s (id, number, result, place)),
        held as materialized (
            select number, part, worker, started_at, ids from task_lease
            where number = any ($4::bigint[]) order by number, part for update),
        was as materialized (
            select h.number, h.part, h.worker, h.started_at, i.id, s.place, s.result
            from held h cross join lateral unnest(h.ids) as i (id)
            left join sent s on s.id = i.id and s.number = h.number),
        found as materialized (
            select w.number, w.worker, w.started_at, w.place, w.result, t.tid
            from was w cross join lateral (select ctid as tid from task_ready t where t.id = w.id limit 1) as t
            where w.place between 1 and 1000000000),
        gone as (
            delete from task_ready r using found w where r.ctid = w.tid and w.place between 1 and 1000000000
            returning w.place, r.attempts, w.number, w.worker as last_worker, w.started_at as last_started_at, w.result, {CarriedOfReady}),
        stored as (
            insert into task_done (status, finished_at, attempts, lease, worker, started_at, result, {Carried})
            select 2, $5, attempts + 1, number, last_worker, last_started_at, result, {Carried} from gone),
        {KeysOf("$5")},
        rest as materialized (
            select r.*, t.tid from (
                select number, part, min(id) filter (where place is null) as low, max(id) filter (where place is null) as high,
                    array_agg(id) filter (where place is null) as ids
                from was group by number, part having count(place) > 0) as r
            cross join lateral (select ctid as tid from task_lease t where t.number = r.number and t.part = r.part limit 1) as t),
        given_back as (
            delete from task_lease l using rest where l.ctid = rest.tid and rest.part between 0 and 1000000000 and rest.ids is null),
        shrunk as (
            update task_lease l set ids = rest.ids, low = rest.low, high = rest.high, tasks = cardinality(rest.ids)
            from rest where l.ctid = rest.tid and rest.part between 0 and 1000000000 and rest.ids is not null),
        told as (
            insert into task_delta (queue, at, event, worker, outcome, value)
            select queue, $5, 2, last_worker, 0, count(*) from gone group by queue, last_worker)
        select place, queue, rank, group_key, owner, last_worker, trace from gone
        """;

    /// <summary>Ends tasks without a result. Who sends it has locked what holds them, and them.</summary>
    /// <inheritdoc cref="Complete"/>
    public static readonly string End =
        $"""
        with found as materialized (
            select e.*, t.tid
            from unnest($1::bigint[], $2::smallint[], $3::text[], $4::bigint[], $5::text[], $6::bigint[], $8::bigint[])
                with ordinality as e (id, status, error, lease, worker, started_at, error_group, place)
            cross join lateral (select ctid as tid from task_ready t where t.id = e.id limit 1) as t),
        gone as (
            delete from task_ready r using found e where r.ctid = e.tid and e.place between 1 and 1000000000
            returning e.place, e.status, e.error as last_error, e.error_group, r.attempts + (e.lease is not null)::int as attempts,
                coalesce(e.lease, r.lease) as lease, coalesce(e.worker, r.worker) as worker,
                coalesce(e.started_at, r.started_at) as started_at, {CarriedOfReady}),
        stored as (
            insert into task_done (status, finished_at, error, error_group, attempts, lease, worker, started_at, {Carried})
            select status, $7, last_error, error_group, attempts, lease, worker, started_at, {Carried} from gone),
        {KeysOf("$7")}
        select count(*) from gone
        """;

    private const string CarriedOfReady =
        "r.id, r.queue, r.rank, r.group_key, r.created_at, r.deadline, r.unique_until, r.timeout, r.budget_from, r.max_attempts, r.name, r.owner, r.unique_key, r.tags, r.trace, r.payload";

    /// <summary>The unique keys of those that are gone: they are free, or held until their time.</summary>
    private static string KeysOf(string at) =>
        $"""
        keys as materialized (
            select g.place, g.unique_until, t.tid from gone g
            cross join lateral (select ctid as tid from task_unique t where t.queue = g.queue and t.key = g.unique_key and t.id = g.id limit 1) as t
            where g.unique_key is not null),
        freed as (
            delete from task_unique u using keys k
            where u.ctid = k.tid and k.place between 1 and 1000000000 and coalesce(k.unique_until, 0) <= {at}),
        kept as (
            update task_unique u set until = k.unique_until from keys k
            where u.ctid = k.tid and k.place between 1 and 1000000000 and k.unique_until > {at})
        """;
}
