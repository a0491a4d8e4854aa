using System.Data.Common;

namespace Switchyard.Work.Store;

/// <summary>Reads of what is kept beside the rows: artifacts, attempts, and a queue's numbers.</summary>
internal sealed class RecordReads(IWorkDatabase database)
{
    public Task<IReadOnlyList<AttemptView>> AttemptsAsync(long id, CancellationToken cancellationToken) => QueryAsync(
        "select lease_number, owner, started_at, ended_at, outcome, error from work_attempt where item_id = @id order by lease_number",
        new { id },
        record => new AttemptView(
            record.GetInt64(0),
            record.GetString(1),
            ColumnTypes.FromMilliseconds(record.GetInt64(2)),
            ColumnTypes.FromMilliseconds(record.GetInt64(3)),
            (AttemptOutcome)record.GetInt32(4),
            record.IsDBNull(5) ? null : record.GetString(5)),
        cancellationToken);

    public Task<IReadOnlyList<StoredArtifact>> ArtifactsAsync(
        string queue, string role, long after, int limit, CancellationToken cancellationToken) =>
        ArtifactsAsync("a.queue = @queue and a.role = @role and a.sequence > @after", new { queue, role, after, limit }, cancellationToken);

    public Task<IReadOnlyList<StoredArtifact>> ItemArtifactsAsync(long id, string role, CancellationToken cancellationToken) =>
        ArtifactsAsync("a.item_id = @id and a.role = @role", new { id, role, limit = int.MaxValue }, cancellationToken);

    public Task<IReadOnlyList<string>> ArtifactBlobsAsync(IReadOnlyList<string> blobs, CancellationToken cancellationToken) => QueryAsync(
        $"select distinct blob_id from work_artifact where {database.Dialect.Among("blob_id", "blobs")} and blob_id is not null",
        new { blobs = database.Dialect.Array(blobs) },
        record => record.GetString(0),
        cancellationToken);

    public Task<IReadOnlyList<string>> SpentBlobsAsync(string after, int limit, CancellationToken cancellationToken) => QueryAsync(
        "select blob_id from work_spent_blob where blob_id > @after order by blob_id limit @limit",
        new { after, limit },
        record => record.GetString(0),
        cancellationToken);

    public Task<IReadOnlyList<StoredRecord>> RecordsAsync(string space, long after, int limit, CancellationToken cancellationToken) => QueryAsync(
        "select sequence, key, data from work_record where space = @space and sequence > @after order by sequence limit @limit",
        new { space, after, limit },
        record => new StoredRecord(record.GetInt64(0), record.GetString(1), record.GetFieldValue<byte[]>(2)),
        cancellationToken);

    public async Task<IReadOnlyDictionary<string, long>> TalliesAsync(string queue, CancellationToken cancellationToken)
    {
        var tallies = await QueryAsync(
            "select name, cast(sum(value) as bigint) from work_tally where queue = @queue group by name",
            new { queue },
            record => (Name: record.GetString(0), Value: record.GetInt64(1)),
            cancellationToken);
        return tallies.ToDictionary(tally => tally.Name, tally => tally.Value);
    }

    public Task<IReadOnlyList<RatePoint>> RatesAsync(string queue, DateTimeOffset since, CancellationToken cancellationToken) => QueryAsync(
        "select minute, event, cast(sum(value) as bigint) from work_rate where queue = @queue and minute >= @since "
        + "group by minute, event order by minute, event",
        new { queue, since = since.ToUnixTimeMilliseconds() },
        record => new RatePoint(ColumnTypes.FromMilliseconds(record.GetInt64(0)), record.GetString(1), record.GetInt64(2)),
        cancellationToken);

    public Task<IReadOnlyList<WorkerView>> WorkersAsync(string queue, int limit, CancellationToken cancellationToken) => QueryAsync(
        "select owner, first_seen, last_seen, held, completed, failed, expired from work_worker "
        + "where queue = @queue order by last_seen desc, owner limit @limit",
        new { queue, limit },
        record => new WorkerView(
            record.GetString(0),
            ColumnTypes.FromMilliseconds(record.GetInt64(1)),
            ColumnTypes.FromMilliseconds(record.GetInt64(2)),
            record.GetInt64(3),
            record.GetInt64(4),
            record.GetInt64(5),
            record.GetInt64(6)),
        cancellationToken);

    public async Task<long> CountWorkersAsync(string queue, DateTimeOffset since, CancellationToken cancellationToken) => (await QueryAsync(
        "select count(*) from work_worker where queue = @queue and last_seen >= @since",
        new { queue, since = since.ToUnixTimeMilliseconds() },
        record => record.GetInt64(0),
        cancellationToken))[0];

    public Task<IReadOnlyList<string>> QueuesAsync(CancellationToken cancellationToken) => QueryAsync(
        "select distinct queue from work_tally order by queue", new { }, record => record.GetString(0), cancellationToken);

    private Task<IReadOnlyList<StoredArtifact>> ArtifactsAsync(string condition, object key, CancellationToken cancellationToken) => QueryAsync(
        "select a.sequence, a.item_id, w.name, a.role, a.name, a.lease_number, a.created_at, a.inline, a.blob_id, a.length, w.status, w.finished_at "
        + $"from work_artifact a left join work_item w on w.id = a.item_id where {condition} order by a.sequence limit @limit",
        key,
        record => new StoredArtifact(
            record.GetInt64(0),
            record.GetInt64(1),
            record.IsDBNull(2) ? null : record.GetString(2),
            new WorkArtifact(
                record.GetString(3),
                record.GetString(4),
                record.GetInt64(5),
                ColumnTypes.FromMilliseconds(record.GetInt64(6)),
                record.IsDBNull(7) ? null : record.GetFieldValue<byte[]>(7),
                record.IsDBNull(8) ? null : record.GetString(8),
                record.GetInt64(9)))
        {
            ItemStatus = record.IsDBNull(10) ? null : (WorkStatus)record.GetInt32(10),
            ItemFinishedAt = record.IsDBNull(11) ? null : ColumnTypes.FromMilliseconds(record.GetInt64(11)),
        },
        cancellationToken);

    private Task<IReadOnlyList<T>> QueryAsync<T>(
        string sql, object parameters, Func<DbDataReader, T> read, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<T>>(
            async connection => await SqlRows.ReadAsync(connection, sql, parameters, read, cancellationToken),
            cancellationToken);
}
