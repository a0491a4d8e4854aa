using System.Data.Common;
using Dapper;
using Switchyard.Work.Audit;

namespace Switchyard.Work.Store;

/// <summary>Takes items away with all that is kept with them. Runs inside the writer's transaction.</summary>
/// <param name="doorTables">Of doors: what they keep of an item in tables of their own.</param>
/// <param name="remains">Of doors: what they keep of items otherwise.</param>
internal sealed class Removal(SqlDialect dialect, IEnumerable<string> doorTables, IReadOnlyList<IItemRemains> remains)
{
    private readonly string[] _tables = ["work_attempt", "work_part", "work_artifact", .. doorTables];

    public async Task<Removed> RemoveAsync(DbConnection connection, IReadOnlyList<long> ids, BatchEffects effects, bool isByAge = false)
    {
        var key = new { ids = dialect.Array(ids) };
        var rows = await SqlRows.ReadAsync(
            connection,
            $"select {WorkColumns.WithoutBody} from work_item w where {dialect.Among("w.id", "ids")}{dialect.ForUpdate}",
            key,
            WorkColumns.Read);

        foreach (var kind in rows.GroupBy(row => row.Kind))
        {
            foreach (var some in remains.Where(some => some.Kind == kind.Key))
            {
                await some.RemoveAsync(new(connection, dialect, [.. kind], isByAge));
            }
        }

        var blobs = (await connection.QueryAsync<string>(
            $"select blob_id from work_artifact where {dialect.Among("item_id", "ids")} and blob_id is not null", key)).ToHashSet();
        foreach (var table in _tables)
        {
            await connection.ExecuteAsync($"delete from {table} where {dialect.Among("item_id", "ids")}", key);
        }

        await connection.ExecuteAsync($"delete from work_item where {dialect.Among("id", "ids")}", key);
        rows.ForEach(effects.Removed);
        var orphans = await OrphansAsync(connection, blobs);
        effects.Spend(orphans);
        return new Removed(rows.Count, orphans);
    }

    /// <summary>The row is locked while it is judged: one that is put back into its queue meanwhile is not removed.</summary>
    public async Task<EndedRemoval> RemoveEndedAsync(DbConnection connection, string kind, long id, AuditEntry? act, BatchEffects effects)
    {
        var rows = await SqlRows.ReadAsync(
            connection,
            $"select {WorkColumns.WithoutBody} from work_item w where w.id = @id and w.kind = @kind{dialect.ForUpdate}",
            new { id, kind },
            WorkColumns.Read);
        if (rows is not [{ } row])
        {
            return new(ActOutcome.Unknown, []);
        }

        if (!row.Status.IsTerminal())
        {
            return new(ActOutcome.Conflict, []);
        }

        await AuditTable.AddAsync(connection, act is null ? null : ItemActs.On(row, act));
        return new(ActOutcome.Accepted, (await RemoveAsync(connection, [id], effects)).Blobs);
    }

    public async Task<Removed> RemoveFinishedAsync(
        DbConnection connection, string queue, DateTimeOffset before, int limit, BatchEffects effects)
    {
        var ids = (await connection.QueryAsync<long>(
            "select id from work_item where queue = @queue and status >= 2 and finished_at < @before order by finished_at limit @limit"
            + dialect.ForUpdateSkipLocked,
            new { queue, before = before.ToUnixTimeMilliseconds(), limit })).Order().ToList();
        return ids.Count == 0 ? new Removed(0, []) : await RemoveAsync(connection, ids, effects, isByAge: true);
    }

    public static async Task TrimAsync(DbConnection connection, DateTimeOffset before)
    {
        var key = new { before = before.ToUnixTimeMilliseconds() };
        await connection.ExecuteAsync("delete from work_rate where minute < @before", key);
        await connection.ExecuteAsync("delete from work_worker where last_seen < @before and held <= 0", key);
    }

    public Task ForgetSpentAsync(DbConnection connection, IReadOnlyList<string> blobs) => connection.ExecuteAsync(
        $"delete from work_spent_blob where {dialect.Among("blob_id", "blobs")}", new { blobs = dialect.Array(blobs) });

    private async Task<IReadOnlyList<string>> OrphansAsync(DbConnection connection, HashSet<string> blobs)
    {
        if (blobs.Count == 0)
        {
            return [];
        }

        var kept = await connection.QueryAsync<string>(
            $"select blob_id from work_artifact where {dialect.Among("blob_id", "blobs")} and blob_id is not null",
            new { blobs = dialect.Array([.. blobs]) });
        return [.. blobs.Except(kept)];
    }
}
