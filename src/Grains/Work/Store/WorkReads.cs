using System.Data.Common;
using Dapper;

namespace Switchyard.Work.Store;

/// <summary>Reads of rows by place in the queue, by time, by filter.</summary>
internal sealed class WorkReads(IWorkDatabase database)
{
    /// <summary>From one to the next by index.</summary>
    private const string Kinds =
        """
        with recursive known(kind) as (
            select min(kind) from work_item
            union all
            select (select min(w.kind) from work_item w where w.kind > known.kind) from known where known.kind is not null)
        select kind from known where kind is not null
        """;

    public async Task<IReadOnlyList<WorkRow>> ListAsync(WorkQuery query, CancellationToken cancellationToken)
    {
        query = query.WantsKinds ? query with { Kinds = await QueryAsync<string>(Kinds, new { }, cancellationToken) } : query;
        var (sql, parameters) = WorkQuerySql.List(query);
        return await database.SearchAsync(connection => RowsAsync(connection, sql, parameters, cancellationToken), cancellationToken);
    }

    public Task<long> CountAsync(WorkQuery query, CancellationToken cancellationToken)
    {
        var (sql, parameters) = WorkQuerySql.Count(query);
        return database.SearchAsync(
            connection => connection.ExecuteScalarAsync<long>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken)),
            cancellationToken);
    }

    public Task<IReadOnlyList<WorkRow>> RunningAsync(string queue, long after, int limit, CancellationToken cancellationToken) =>
        RowsAsync(
            $"select {WorkColumns.WithBody} from work_item w where w.queue = @queue and w.status = 1 and w.id > @after order by w.id limit @limit",
            new { queue, after, limit },
            cancellationToken);

    public async Task<IReadOnlyList<QueueEntry>> QueuedAsync(
        string queue, QueueEntry? after, int limit, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var place = after is null ? "" : " and (priority, id) > (@priority, @id)";
        var rows = await QueryAsync<(int Priority, long Id)>(
            "select priority, id from work_item where queue = @queue and status = 0 and (not_before is null or not_before <= @now)"
            + $"{place} order by priority, id limit @limit",
            new { queue, limit, now = now.ToUnixTimeMilliseconds(), priority = after?.Priority, id = after?.Id },
            cancellationToken);
        return [.. rows.Select(row => new QueueEntry(row.Priority, row.Id))];
    }

    public async Task<IReadOnlyList<DueItem>> DueAsync(
        string queue, DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        var rows = await QueryAsync<(long Id, string Kind, long LeaseNumber)>(
            "select id, kind, lease_number from work_item where queue = @queue and status = 1 and due_at <= @now order by due_at limit @limit",
            new { queue, limit, now = now.ToUnixTimeMilliseconds() },
            cancellationToken);
        return [.. rows.Select(row => new DueItem(row.Id, row.Kind, row.LeaseNumber))];
    }

    /// <summary>Ids grow with time, but for the blocks that nodes take: the oldest is among the first.</summary>
    public async Task<DateTimeOffset?> OldestQueuedAsync(string queue, CancellationToken cancellationToken)
    {
        const int first = 1000;
        var created = await QueryAsync<long?>(
            "select min(created_at) from (select created_at from work_item where queue = @queue and status = 0 order by id limit @first) oldest",
            new { queue, first },
            cancellationToken);
        return created[0] is { } milliseconds ? ColumnTypes.FromMilliseconds(milliseconds) : null;
    }

    public async Task<IReadOnlyDictionary<string, long>> FindAsync(
        string queue, IReadOnlyList<string> uniqueKeys, CancellationToken cancellationToken)
    {
        var found = await QueryAsync<(string Key, long Id)>(
            $"select unique_key, id from work_item where queue = @queue and unique_key is not null and {database.Dialect.Among("unique_key", "keys")}",
            new { queue, keys = database.Dialect.Array(uniqueKeys) },
            cancellationToken);
        return found.ToDictionary(row => row.Key, row => row.Id);
    }

    private Task<List<T>> QueryAsync<T>(string sql, object parameters, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async connection => (await connection.QueryAsync<T>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken))).AsList(),
            cancellationToken);

    private Task<IReadOnlyList<WorkRow>> RowsAsync(string sql, object parameters, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => RowsAsync(connection, sql, parameters, cancellationToken), cancellationToken);

    private static async Task<IReadOnlyList<WorkRow>> RowsAsync(
        DbConnection connection, string sql, object parameters, CancellationToken cancellationToken) =>
        await SqlRows.ReadAsync(connection, sql, parameters, WorkColumns.Read, cancellationToken);
}
