using Switchyard.Benchmarks.Measuring;
using Switchyard.Work;
using Switchyard.Work.Store;

namespace Switchyard.Benchmarks.Store;

/// <summary>The batch lane: lease many items by one call and complete them by another.</summary>
internal static class LaneBench
{
    private static readonly (int Batch, int Callers)[] Shapes = [(1, 1), (1, 64), (10, 64), (100, 16)];

    public static async Task RunAsync(Settings settings, Databases databases)
    {
        var table = new PlainTable(8, "database", "items in a call", "callers", "items leased and completed/s", "CPU us/item (store)");
        foreach (var name in databases.Names)
        {
            await using var store = await databases.OpenStoreAsync(name);
            var items = await Items.ReserveAsync(store);
            await MeasureAsync(store, items, 10, 16, TimeSpan.FromSeconds(1));
            foreach (var (batch, callers) in Shapes)
            {
                await MeasureAsync(store, items, batch, callers, settings.Span, (result, processor) => table.Add(
                    name, batch, callers, result.PerSecond * batch, processor.MicrosecondsEach(result.Operations * batch)));
            }
        }
    }

    /// <summary>The items are put in before the clock runs; it ends when they are used up, at the latest.</summary>
    private static async Task MeasureAsync(
        WorkStore store, Items items, int batch, int callers, TimeSpan span, Action<LoadResult, ProcessorTime>? report = null)
    {
        var stock = batch == 1 ? (callers == 1 ? 8_000 : 40_000) : 80_000;
        var ids = new List<long>();
        foreach (var piece in items.New(stock).Chunk(10_000))
        {
            ids.AddRange(await store.InsertAsync(piece));
        }

        var batches = ids.Chunk(batch).ToArray();
        var next = -1;
        var processor = ProcessorTime.OfThisProcess();
        var result = await ClosedLoop.RunAsync(callers, span, batches.Length, async caller =>
        {
            var mine = batches[Interlocked.Increment(ref next)];
            var leased = await store.LeaseAsync(mine, $"worker-{caller}", Items.LeaseEnd(), Items.Now());
            var outcomes = await store.CompleteAsync([.. leased.Select(row => new LeaseRef(row.Id, row.LeaseNumber))], Items.Now());
            if (leased.Count != batch || outcomes.Any(outcome => outcome != ActOutcome.Accepted))
            {
                throw new InvalidOperationException("A lease or a completion was refused.");
            }
        });
        report?.Invoke(result, processor);
    }
}
