using System.Diagnostics;
using Switchyard.Benchmarks;
using Switchyard.Benchmarks.Store;
using Switchyard.Work.Store;

namespace Switchyard.Speed;

/// <summary>A store with items that wait in one queue.</summary>
internal sealed class Backlog : IAsyncDisposable
{
    private readonly WorkStore _store;

    private Backlog(WorkStore store) => _store = store;

    public static async Task<Backlog> OpenAsync(Databases databases, string database, int waiting)
    {
        var backlog = new Backlog(await databases.OpenStoreAsync(database));
        var items = await Items.ReserveAsync(backlog._store);
        foreach (var piece in items.New(waiting).Chunk(10_000))
        {
            await backlog._store.InsertAsync(piece);
        }

        return backlog;
    }

    /// <summary>Reads a window of the queue, and looks for its head and leases that a few times.</summary>
    /// <returns>Milliseconds.</returns>
    public async Task<double> LeaseAsync()
    {
        var start = Stopwatch.GetTimestamp();
        await _store.ReadQueuedAsync(Items.Queue, null, 100, Items.Now());
        for (var i = 0; i < 30; i++)
        {
            var head = await _store.ReadQueuedAsync(Items.Queue, null, 1, Items.Now());
            var row = await _store.ReadAsync(head[0].Id);
            await Items.StoreAsync(_store, Items.Leased(row!, "worker"));
        }

        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();
}
