using Dapper;
using Switchyard.Work.Audit;
using Switchyard.Work.Changes;

namespace Switchyard.Work.Store;

/// <summary>
/// The store over one database. All writes of the process go through one writer, which makes whatever waits durable
/// together; reads by a key of one item are gathered the same way; other reads have connections of their own.
/// </summary>
public sealed partial class WorkStore : IWorkStore, IStoreHealth, IAsyncDisposable
{
    /// <summary>Bulk calls are cut into pieces of this many rows, so that they do not hold everybody else for long.</summary>
    private const int PieceSize = 1_000;

    /// <summary>Their answers are in memory together, and a part may be megabytes.</summary>
    private const int LookupsAtOnce = 100;

    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(2);

    private readonly IWorkDatabase _database;
    private readonly TimeProvider _time;
    private readonly WorkChanges? _changes;
    private readonly Removal _removal;
    private readonly WorkReads _rows;
    private readonly RecordReads _records;
    private readonly GroupCommit<StoreRequest, object> _writer;
    private readonly GroupCommit<Lookup, object?> _reader;
    private bool _closed;

    internal WorkStore(IWorkDatabase database, WorkStoreOptions options, TimeProvider time)
    {
        _database = database;
        _time = time;
        _changes = options.Changes;
        _removal = new Removal(database.Dialect, options.DoorTables, options.Remains);
        _rows = new WorkReads(database);
        _records = new RecordReads(database);
        _writer = new GroupCommit<StoreRequest, object>(
            TimedCommit.Of<StoreRequest, object>(
                new ToldCommit(database, options.Events, options.Changes, options.Instruments, time).CommitAsync, options.Instruments, "work", time),
            request => request.Keys,
            database.IsFaultOfOne,
            options,
            span: "commit");
        _reader = new GroupCommit<Lookup, object?>(
            database.LookUpAsync, _ => [], _ => false, options with { BatchMax = Math.Min(options.BatchMax, LookupsAtOnce) });
    }

    /// <summary>Finishes what was accepted, then closes the database. Later calls throw <see cref="ObjectDisposedException"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closed, true))
        {
            return;
        }

        await _writer.DisposeAsync();
        await _reader.DisposeAsync();
        await _database.DisposeAsync();
    }

    public async Task<bool> PingAsync()
    {
        try
        {
            await SoloAsync(async (connection, _) => await connection.ExecuteAsync("update work_id set next = next"), CancellationToken.None)
                .WaitAsync(PingTimeout, _time);
            return true;
        }
#pragma warning disable CA1031 // Whatever keeps it from writing, the answer is no.
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
    }

    public Task<long> ReserveIdsAsync(int count, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return SoloAsync(
            (connection, _) => connection.ExecuteScalarAsync<long>("update work_id set next = next + @count returning next - @count", new { count }),
            cancellationToken);
    }

    // ---- one item -------------------------------------------------------------------------------------------------

    public async Task<WorkRow?> ReadAsync(long id, CancellationToken cancellationToken = default) =>
        (WorkRow?)await _reader.SubmitAsync(new Lookup.OfRow(id), cancellationToken);

    public async Task<StoredItem> ReadWithPartsAsync(long id, IReadOnlyList<string> parts, CancellationToken cancellationToken = default) =>
        (StoredItem)(await _reader.SubmitAsync(new Lookup.OfItem(id, parts), cancellationToken))!;

    public async Task<WriteOutcome> WriteAsync(WorkWrite write, CancellationToken cancellationToken = default)
    {
        if (write.Old is { } old && old.Id != write.New.Id)
        {
            throw new ArgumentException($"Item {old.Id} cannot become item {write.New.Id}.", nameof(write));
        }

        var outcome = (WriteOutcome)await _writer.SubmitAsync(new ItemRequest(write), cancellationToken);
        SayIfSpent(outcome == WriteOutcome.Committed && write.Dropped.Count > 0);
        return outcome;
    }

    public async Task<IReadOnlyList<string>> DeleteAsync(long id, CancellationToken cancellationToken = default) =>
        SaidIfSpent(
            await SoloAsync((connection, effects) => _removal.RemoveAsync(connection, [id], effects), cancellationToken),
            removed => removed.Blobs).Blobs;

    public Task<EndedRemoval> DeleteEndedAsync(string kind, long id, CancellationToken cancellationToken = default) =>
        DeleteEndedAsync(kind, id, act: null, cancellationToken);

    public async Task<EndedRemoval> DeleteEndedAsync(string kind, long id, AuditEntry? act, CancellationToken cancellationToken = default)
    {
        var removal = SaidIfSpent(
            await SoloAsync((connection, effects) => _removal.RemoveEndedAsync(connection, kind, id, act, effects), cancellationToken),
            removed => removed.Blobs);
        if (removal.Outcome == ActOutcome.Accepted)
        {
            _changes?.Mark(ChangeTopics.Acts);
        }

        return removal;
    }

    public async Task<IReadOnlyDictionary<string, byte[]>> ReadPartsAsync(
        long id, IReadOnlyList<string> names, CancellationToken cancellationToken = default) =>
        (IReadOnlyDictionary<string, byte[]>)(await _reader.SubmitAsync(new Lookup.OfParts(id, names), cancellationToken))!;

    // ---- retention ------------------------------------------------------------------------------------------------

    public async Task<Removed> DeleteFinishedAsync(
        string queue, DateTimeOffset before, int limit, CancellationToken cancellationToken = default) => SaidIfSpent(
        await SoloAsync((connection, effects) => _removal.RemoveFinishedAsync(connection, queue, before, limit, effects), cancellationToken),
        removed => removed.Blobs);

    public Task TrimAsync(DateTimeOffset before, CancellationToken cancellationToken = default) => SoloAsync(
        async (connection, _) =>
        {
            await Removal.TrimAsync(connection, before);
            return true;
        },
        cancellationToken);

    public Task AnalyzeAsync(CancellationToken cancellationToken = default) => _database.AnalyzeAsync(cancellationToken);

    private async Task<T> SoloAsync<T>(Func<System.Data.Common.DbConnection, BatchEffects, Task<T>> run, CancellationToken cancellationToken)
        where T : notnull
    {
        // A batch that is tried again has effects of its own.
        IReadOnlyCollection<(string Kind, string Queue)> left = [];
        var answer = (T)await _writer.SubmitAsync(
            new SoloRequest(async (connection, effects) =>
            {
                var done = await run(connection, effects);
                left = effects.Left;
                return done;
            }),
            cancellationToken);
        foreach (var (kind, queue) in left)
        {
            _changes?.Mark(kind, queue);
        }

        return answer;
    }
}
