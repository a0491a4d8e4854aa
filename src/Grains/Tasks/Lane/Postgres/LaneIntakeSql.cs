namespace Switchyard.Tasks.Lane.Postgres;

internal static class LaneIntakeSql
{
    /// <summary>Tasks that have nothing but what most have.</summary>
    public const string Plain =
        """
        insert into task_ready (id, queue, rank, group_key, created_at, name, payload)
        select * from unnest($1::bigint[], $2::int[], $3::smallint[], $4::text[], $5::bigint[], $6::text[], $7::bytea[])
        """;

    public const string Events =
        """
        insert into task_delta (queue, at, event, worker, outcome, value)
        select * from unnest($1::int[], $2::bigint[], $3::smallint[], $4::text[], $5::smallint[], $6::bigint[])
        """;

    /// <summary>
    /// Takes keys that are free, or whose time is over; those of active tasks have none. Answers who has each, and holds the row until
    /// the end of the transaction, so that it stays true.
    /// </summary>
    public const string Keys =
        """
        insert into task_unique as t (queue, key, id)
        select * from unnest($1::int[], $2::text[], $3::bigint[])
        on conflict (queue, key) do update set
            id = case when t.until <= $4 then excluded.id else t.id end,
            until = case when t.until <= $4 or t.id = excluded.id then null else t.until end
        returning queue, key, id
        """;

    /// <summary>Those with a unique key only when they have got it.</summary>
    public const string Rich =
        """
        with stored as (
            insert into task_ready (id, queue, rank, group_key, created_at, name, payload, not_before, deadline, unique_until, timeout,
                max_attempts, owner, unique_key, tags, trace)
            select u.id, u.queue, u.rank, u.group_key, u.created_at, u.name, u.payload, u.not_before, u.deadline, u.unique_until, u.timeout,
                u.max_attempts, u.owner, u.unique_key, u.tags::text[], u.trace
            from unnest($1::bigint[], $2::int[], $3::smallint[], $4::text[], $5::bigint[], $6::text[], $7::bytea[],
                $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[], $12::int[], $13::text[], $14::text[], $15::text[], $16::bytea[])
                as u (id, queue, rank, group_key, created_at, name, payload, not_before, deadline, unique_until, timeout,
                    max_attempts, owner, unique_key, tags, trace)
            left join lateral (select t.id from task_unique t where t.queue = u.queue and t.key = u.unique_key limit 1) as k on true
            where u.unique_key is null or k.id = u.id
            returning queue, created_at)
        insert into task_delta (queue, at, event, value)
        select queue, max(created_at), 0, count(*) from stored group by queue
        """;
}
