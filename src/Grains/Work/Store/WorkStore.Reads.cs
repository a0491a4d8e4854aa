using Switchyard.Work.Failures;

namespace Switchyard.Work.Store;

/// <summary>What sweeps, windows, lists and the console read.</summary>
public sealed partial class WorkStore
{
    private FailureTable Failures => field ??= new(_database.Dialect, "work_item", "kind");

    public Task<IReadOnlyList<QueueEntry>> ReadQueuedAsync(
        string queue, QueueEntry? after, int limit, DateTimeOffset now, CancellationToken cancellationToken = default) =>
        _rows.QueuedAsync(queue, after, limit, now, cancellationToken);

    public Task<IReadOnlyList<DueItem>> ReadDueAsync(
        string queue, DateTimeOffset now, int limit, CancellationToken cancellationToken = default) =>
        _rows.DueAsync(queue, now, limit, cancellationToken);

    public Task<IReadOnlyList<WorkRow>> ReadRunningAsync(
        string queue, long afterId, int limit, CancellationToken cancellationToken = default) =>
        _rows.RunningAsync(queue, afterId, limit, cancellationToken);

    public Task<DateTimeOffset?> ReadOldestQueuedAsync(string queue, CancellationToken cancellationToken = default) =>
        _rows.OldestQueuedAsync(queue, cancellationToken);

    public Task<IReadOnlyList<WorkRow>> ListAsync(WorkQuery query, CancellationToken cancellationToken = default) =>
        _rows.ListAsync(query, cancellationToken);

    public Task<long> CountAsync(WorkQuery query, CancellationToken cancellationToken = default) =>
        _rows.CountAsync(query, cancellationToken);

    public Task<FailureSums> SumFailuresAsync(FailureSumQuery query, CancellationToken cancellationToken = default) => _database.SearchAsync(
        connection => Failures.SumAsync(connection, query, query.Queue, record => (record.GetString(1), record.GetString(2)), cancellationToken), cancellationToken);

    public Task<int> SortFailuresAsync(int limit, CancellationToken cancellationToken = default) =>
        SoloAsync((connection, _) => Failures.SortAsync(connection, limit), cancellationToken);

    public async Task<long?> FindAsync(string queue, string uniqueKey, CancellationToken cancellationToken = default) =>
        (long?)await _reader.SubmitAsync(new Lookup.OfKey(queue, uniqueKey), cancellationToken);

    public async Task<IReadOnlyDictionary<string, long>> FindManyAsync(
        string queue, IReadOnlyList<string> uniqueKeys, CancellationToken cancellationToken = default)
    {
        var found = new Dictionary<string, long>();
        foreach (var piece in uniqueKeys.Distinct().Chunk(PieceSize))
        {
            foreach (var (key, id) in await _rows.FindAsync(queue, piece, cancellationToken))
            {
                found[key] = id;
            }
        }

        return found;
    }

    public Task<IReadOnlyList<AttemptView>> ReadAttemptsAsync(long id, CancellationToken cancellationToken = default) =>
        _records.AttemptsAsync(id, cancellationToken);

    public Task<IReadOnlyList<StoredArtifact>> ReadArtifactsAsync(
        string queue, string role, long after, int limit, CancellationToken cancellationToken = default) =>
        _records.ArtifactsAsync(queue, role, after, limit, cancellationToken);

    public Task<IReadOnlyList<StoredArtifact>> ReadItemArtifactsAsync(
        long id, string role, CancellationToken cancellationToken = default) =>
        _records.ItemArtifactsAsync(id, role, cancellationToken);

    public async Task<IReadOnlySet<string>> FindArtifactBlobsAsync(
        IReadOnlyList<string> blobs, CancellationToken cancellationToken = default)
    {
        var found = new HashSet<string>();
        foreach (var piece in blobs.Chunk(PieceSize))
        {
            found.UnionWith(await _records.ArtifactBlobsAsync(piece, cancellationToken));
        }

        return found;
    }

    public async Task<byte[]?> ReadRecordAsync(string space, string key, CancellationToken cancellationToken = default) =>
        (byte[]?)await _reader.SubmitAsync(new Lookup.OfRecord(space, key), cancellationToken);

    public Task<IReadOnlyList<StoredRecord>> ReadRecordsAsync(
        string space, long after, int limit, CancellationToken cancellationToken = default) =>
        _records.RecordsAsync(space, after, limit, cancellationToken);

    public Task<IReadOnlyDictionary<string, long>> ReadTalliesAsync(string queue, CancellationToken cancellationToken = default) =>
        _records.TalliesAsync(queue, cancellationToken);

    public Task<IReadOnlyList<RatePoint>> ReadRatesAsync(
        string queue, DateTimeOffset since, CancellationToken cancellationToken = default) =>
        _records.RatesAsync(queue, since, cancellationToken);

    public Task<IReadOnlyList<WorkerView>> ReadWorkersAsync(string queue, int limit, CancellationToken cancellationToken = default) =>
        _records.WorkersAsync(queue, limit, cancellationToken);

    public Task<long> CountWorkersAsync(string queue, DateTimeOffset since, CancellationToken cancellationToken = default) =>
        _records.CountWorkersAsync(queue, since, cancellationToken);

    public Task<IReadOnlyList<string>> ReadQueuesAsync(CancellationToken cancellationToken = default) =>
        _records.QueuesAsync(cancellationToken);
}
