namespace Switchyard.Work.Store.Postgres;

/// <summary>The writer's statements: each takes one array per column, whatever the number of rows.</summary>
internal static class PostgresStatements
{
    private static readonly string Rows =
        $"""
        unnest({WorkColumns.Each(column => $"{WorkColumns.Parameter(column.Name)}::{column.Type}[]")})
        as u ({WorkColumns.Each(column => column.Name)})
        """;

    public static string Insert { get; } =
        $"""
        insert into work_item ({WorkColumns.Each(column => column.Name)})
        select {WorkColumns.Each(Sent)}
        from {Rows}
        on conflict do nothing
        returning id
        """;

    public static string Update { get; } =
        $"""
        update work_item w set {WorkColumns.EachSet(column => $"{column.Name} = {Kept(column)}")}
        from {Rows}
        where w.id = u.id and w.version = u.version - 1
        returning w.id
        """;

    /// <summary>
    /// Locks in the order of the array, so that two nodes with the same items do not wait for each other in a circle. The
    /// lateral leaves the planner no other way than one look into the index per id.
    /// </summary>
    public static string Load { get; } =
        $"""
        select {WorkColumns.WithoutBody} from unnest($1::bigint[]) as u (id)
        cross join lateral (select * from work_item i where i.id = u.id for update) as w
        """;

    public const string Known =
        """
        select u.id from unnest($1::bigint[], $2::text[], $3::text[]) as u (id, queue, unique_key)
        where exists (select 1 from work_item w where w.id = u.id)
            or exists (select 1 from work_item w where w.queue = u.queue and w.unique_key = u.unique_key)
        """;

    public const string Attempts =
        """
        insert into work_attempt (item_id, lease_number, owner, started_at, ended_at, outcome, error)
        select * from unnest($1::bigint[], $2::bigint[], $3::text[], $4::bigint[], $5::bigint[], $6::int[], $7::text[])
        on conflict (item_id, lease_number) do update set owner = excluded.owner, started_at = excluded.started_at,
            ended_at = excluded.ended_at, outcome = excluded.outcome, error = excluded.error
        """;

    public const string Parts =
        """
        insert into work_part (item_id, name, data) select * from unnest($1::bigint[], $2::text[], $3::bytea[])
        on conflict (item_id, name) do update set data = excluded.data
        """;

    public const string Artifacts =
        """
        insert into work_artifact (item_id, queue, role, name, lease_number, created_at, inline, blob_id, length)
        select * from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::bytea[], $8::text[], $9::bigint[])
        """;

    public const string Drop =
        """
        delete from work_artifact a using unnest($1::bigint[], $2::text[]) as u (item_id, blob_id)
        where a.item_id = u.item_id and a.blob_id = u.blob_id
        """;

    public const string Spend = "insert into work_spent_blob (blob_id) select * from unnest($1::text[]) on conflict do nothing";

    public const string Records =
        """
        insert into work_record (space, key, data) select * from unnest($1::text[], $2::text[], $3::bytea[])
        on conflict (space, key) do update set data = excluded.data
        """;

    public const string Tallies =
        """
        insert into work_tally as t (queue, name, shard, value)
        select u.queue, u.name, $3, u.value from unnest($1::text[], $2::text[], $4::bigint[]) as u (queue, name, value)
        on conflict (queue, name, shard) do update set value = t.value + excluded.value
        """;

    public const string Rates =
        """
        insert into work_rate as r (queue, minute, event, shard, value)
        select u.queue, $3, u.event, $4, u.value from unnest($1::text[], $2::text[], $5::bigint[]) as u (queue, event, value)
        on conflict (queue, minute, event, shard) do update set value = r.value + excluded.value
        """;

    public const string Workers =
        """
        insert into work_worker as w (queue, owner, first_seen, last_seen, held, completed, failed, expired)
        select * from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[])
        on conflict (queue, owner) do update set first_seen = least(w.first_seen, excluded.first_seen),
            last_seen = greatest(w.last_seen, excluded.last_seen), held = w.held + excluded.held,
            completed = w.completed + excluded.completed, failed = w.failed + excluded.failed, expired = w.expired + excluded.expired
        """;

    private static string Sent(WorkColumn column) => $"u.{column.Name}{(column.CastTo is { } type ? $"::{type}" : "")}";

    private static string Kept(WorkColumn column) => column.IsLarge ? $"coalesce({Sent(column)}, w.{column.Name})" : Sent(column);
}
