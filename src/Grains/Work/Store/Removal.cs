using System.Data.Common;
using Dapper;

namespace Switchyard.Work.Store;

/// <summary>Takes items away with all that is kept with them. Runs inside the writer's transaction.</summary>
internal sealed class Removal(SqlDialect dialect)
{
    private static readonly string[] Tables = ["work_attempt", "work_part", "work_artifact"];

    public async Task<Removed> RemoveAsync(DbConnection connection, IReadOnlyList<long> ids, BatchEffects effects)
    {
        var key = new { ids = dialect.Array(ids) };
        var rows = await SqlRows.ReadAsync(
            connection,
            $"select {WorkColumns.WithoutBody} from work_item w where {dialect.Among("w.id", "ids")}{dialect.ForUpdate}",
            key,
            WorkColumns.Read);

        var blobs = (await connection.QueryAsync<string>(
            $"select blob_id from work_artifact where {dialect.Among("item_id", "ids")} and blob_id is not null", key)).ToHashSet();
        foreach (var table in Tables)
        {
            await connection.ExecuteAsync($"delete from {table} where {dialect.Among("item_id", "ids")}", key);
        }

        await connection.ExecuteAsync($"delete from work_item where {dialect.Among("id", "ids")}", key);
        rows.ForEach(effects.Removed);
        return new Removed(rows.Count, await OrphansAsync(connection, blobs));
    }

    public async Task<Removed> RemoveFinishedAsync(
        DbConnection connection, string queue, DateTimeOffset before, int limit, BatchEffects effects)
    {
        var ids = (await connection.QueryAsync<long>(
            "select id from work_item where queue = @queue and status >= 2 and finished_at < @before order by finished_at limit @limit"
            + dialect.ForUpdateSkipLocked,
            new { queue, before = before.ToUnixTimeMilliseconds(), limit })).Order().ToList();
        return ids.Count == 0 ? new Removed(0, []) : await RemoveAsync(connection, ids, effects);
    }

    public static async Task TrimAsync(DbConnection connection, DateTimeOffset before)
    {
        var key = new { before = before.ToUnixTimeMilliseconds() };
        await connection.ExecuteAsync("delete from work_rate where minute < @before", key);
        await connection.ExecuteAsync("delete from work_worker where last_seen < @before and held <= 0", key);
    }

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
