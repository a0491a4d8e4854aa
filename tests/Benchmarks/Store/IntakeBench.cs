using Switchyard.Benchmarks.Measuring;
using Switchyard.Benchmarks.Profiling;

namespace Switchyard.Benchmarks.Store;

/// <summary>New items in bulk.</summary>
internal static class IntakeBench
{
    private static readonly (int Size, int Callers)[] Shapes = [(100, 1), (100, 4), (1_000, 1), (1_000, 4), (10_000, 1)];

    public static async Task RunAsync(Settings settings, Databases databases)
    {
        var table = new PlainTable(8, "database", "rows in a call", "callers", "rows/s", "CPU us/row (store)");
        foreach (var name in databases.Names)
        {
            await using var store = await databases.OpenStoreAsync(name);
            var items = await Items.ReserveAsync(store);
            await store.InsertAsync(items.New(1_000));
            foreach (var (size, callers) in Shapes)
            {
                var watch = await Watch.BeginAsync(settings, databases, name, $"{size} rows a call, {callers} callers", node: null);
                var processor = ProcessorTime.OfThisProcess();
                var result = await ClosedLoop.RunAsync(callers, settings.Span, 100_000 / size, async _ =>
                {
                    var stored = await store.InsertAsync(items.New(size));
                    if (stored.Count != size)
                    {
                        throw new InvalidOperationException($"{stored.Count} of {size} new rows were stored.");
                    }
                });
                var rows = result.Operations * size;
                table.Add(name, size, callers, rows / result.Elapsed.TotalSeconds, processor.MicrosecondsEach(rows));
                await watch.EndAsync(rows);
            }
        }
    }
}
