using Microsoft.Data.Sqlite;

namespace Switchyard.Work.Store.Sqlite;

/// <summary>The writer's statements, compiled once for its connection.</summary>
internal sealed class SqliteStatements(SqliteConnection connection) : IDisposable
{
    // BEGIN IMMEDIATE takes the write lock at once: a transaction that began by reading could not be promoted.
    public SqliteStatement Begin { get; } = new(connection, "begin immediate");

    public SqliteStatement Commit { get; } = new(connection, "commit");

    public SqliteStatement Rollback { get; } = new(connection, "rollback");

    public SqliteStatement Insert { get; } = new(
        connection,
        $"""
        insert into work_item ({WorkColumns.Each(column => column.Name)}) values ({WorkColumns.Each(Parameter)})
        on conflict do nothing
        """,
        WorkColumns.All.Count);

    public SqliteStatement Update { get; } = new(
        connection,
        $"""
        update work_item set {WorkColumns.EachSet(column => $"{column.Name} = {Kept(column)}")}
        where id = {WorkColumns.Parameter("id")} and version = {WorkColumns.Parameter("version")} - 1
        """,
        WorkColumns.All.Count);

    public SqliteStatement Load { get; } = new(
        connection, $"select {WorkColumns.WithoutBody} from work_item w where w.id = $1", 1);

    public SqliteStatement Known { get; } = new(
        connection,
        """
        select exists (select 1 from work_item where id = $1)
            or exists (select 1 from work_item where queue = $2 and unique_key is not null and unique_key = $3)
        """,
        3);

    public SqliteStatement Attempt { get; } = new(
        connection,
        """
        insert into work_attempt (item_id, lease_number, owner, started_at, ended_at, outcome, error) values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (item_id, lease_number) do update set owner = excluded.owner, started_at = excluded.started_at,
            ended_at = excluded.ended_at, outcome = excluded.outcome, error = excluded.error
        """,
        7);

    public SqliteStatement Part { get; } = new(
        connection,
        """
        insert into work_part (item_id, name, data) values ($1, $2, $3)
        on conflict (item_id, name) do update set data = excluded.data
        """,
        3);

    public SqliteStatement Artifact { get; } = new(
        connection,
        """
        insert into work_artifact (item_id, queue, role, name, lease_number, created_at, inline, blob_id, length)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """,
        9);

    public SqliteStatement Drop { get; } = new(connection, "delete from work_artifact where item_id = $1 and blob_id = $2", 2);

    public SqliteStatement Spend { get; } = new(
        connection, "insert into work_spent_blob (blob_id) values ($1) on conflict do nothing", 1);

    public SqliteStatement Record { get; } = new(
        connection,
        """
        insert into work_record (space, key, data) values ($1, $2, $3)
        on conflict (space, key) do update set data = excluded.data
        """,
        3);

    public SqliteStatement Tally { get; } = new(
        connection,
        """
        insert into work_tally (queue, name, shard, value) values ($1, $2, $3, $4)
        on conflict (queue, name, shard) do update set value = value + excluded.value
        """,
        4);

    public SqliteStatement Rate { get; } = new(
        connection,
        """
        insert into work_rate (queue, minute, event, shard, value) values ($1, $2, $3, $4, $5)
        on conflict (queue, minute, event, shard) do update set value = value + excluded.value
        """,
        5);

    public SqliteStatement Worker { get; } = new(
        connection,
        """
        insert into work_worker (queue, owner, first_seen, last_seen, held, completed, failed, expired) values ($1, $2, $3, $4, $5, $6, $7, $8)
        on conflict (queue, owner) do update set first_seen = min(first_seen, excluded.first_seen),
            last_seen = max(last_seen, excluded.last_seen), held = held + excluded.held, completed = completed + excluded.completed,
            failed = failed + excluded.failed, expired = expired + excluded.expired
        """,
        8);

    public void Dispose()
    {
        foreach (var statement in (SqliteStatement[])
                 [Begin, Commit, Rollback, Insert, Update, Load, Known, Attempt, Part, Artifact, Drop, Spend, Record, Tally, Rate, Worker])
        {
            statement.Dispose();
        }
    }

    private static string Parameter(WorkColumn column) => WorkColumns.Parameter(column.Name);

    private static string Kept(WorkColumn column) => column.IsLarge ? $"coalesce({Parameter(column)}, {column.Name})" : Parameter(column);
}
