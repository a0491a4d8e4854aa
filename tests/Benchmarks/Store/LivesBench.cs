using System.Diagnostics;
using Switchyard.Benchmarks.Measuring;
using Switchyard.Benchmarks.Profiling;
using Switchyard.Work.Store;

namespace Switchyard.Benchmarks.Store;

/// <summary>One item's transitions, one write each, committed in groups.</summary>
internal static class LivesBench
{
    private const int Workers = 64;

    private static readonly int[] Callers = [1, 64, 1_000];

    public static async Task RunAsync(Settings settings, Databases databases)
    {
        Console.WriteLine("A life is 4 durable steps: insert, read, lease, complete (with attempt, worker, tallies and rates).");
        var lives = new PlainTable(8, "database", "callers", "lives/s", "life ms p50 / p99", "CPU us/life (callers and store)");
        foreach (var name in databases.Names)
        {
            await using var store = await databases.OpenStoreAsync(name);
            var items = await Items.ReserveAsync(store);
            await MeasureAsync(64, TimeSpan.FromSeconds(1), store, items);
            foreach (var callers in settings.CallersOf(Callers))
            {
                var watch = await Watch.BeginAsync(settings, databases, name, $"{callers} callers", node: null);
                var processor = ProcessorTime.OfThisProcess();
                var (result, latencies) = await MeasureAsync(callers, settings.Span, store, items);
                lives.Add(name, callers, result.PerSecond, latencies, processor.MicrosecondsEach(result.Operations));
                await watch.EndAsync(result.Operations);
            }
        }

        Console.WriteLine();
        Console.WriteLine("One caller alone, ms p50 / p99:");
        var alone = new PlainTable(8, "database", "insert", "read", "lease", "complete");
        foreach (var name in databases.Names)
        {
            await using var store = await databases.OpenStoreAsync(name);
            await MeasureAloneAsync(name, store, alone, settings.Span);
        }
    }

    private static async Task<(LoadResult Result, Latencies Latencies)> MeasureAsync(
        int callers, TimeSpan span, WorkStore store, Items items)
    {
        var latencies = new Latencies[callers];
        Array.Fill(latencies, null!);
        for (var i = 0; i < callers; i++)
        {
            latencies[i] = new Latencies();
        }

        var result = await ClosedLoop.RunAsync(callers, span, long.MaxValue, async caller =>
        {
            var start = Stopwatch.GetTimestamp();
            await LiveAsync(store, items, $"worker-{caller % Workers}");
            latencies[caller].Add(Stopwatch.GetElapsedTime(start));
        });
        var all = new Latencies();
        Array.ForEach(latencies, all.AddAll);
        return (result, all);
    }

    private static async Task LiveAsync(WorkStore store, Items items, string owner)
    {
        var queued = await Items.StoreAsync(store, items.New());
        var read = await store.ReadAsync(queued.Id) ?? throw new InvalidOperationException($"Item {queued.Id} is gone.");
        var running = await Items.StoreAsync(store, Items.Leased(read, owner));
        await Items.StoreAsync(store, Items.Completed(running));
    }

    private static async Task MeasureAloneAsync(string name, WorkStore store, PlainTable table, TimeSpan span)
    {
        var items = await Items.ReserveAsync(store);
        for (var i = 0; i < 200; i++)
        {
            await LiveAsync(store, items, "worker-0");
        }

        var (insert, read, lease, complete) = (new Latencies(), new Latencies(), new Latencies(), new Latencies());
        await ClosedLoop.RunAsync(1, span, long.MaxValue, async _ =>
        {
            var queued = await TimedAsync(insert, () => Items.StoreAsync(store, items.New()));
            var found = await TimedAsync(read, () => store.ReadAsync(queued.Id));
            var running = await TimedAsync(lease, () => Items.StoreAsync(store, Items.Leased(found!, "worker-0")));
            await TimedAsync(complete, () => Items.StoreAsync(store, Items.Completed(running)));
        });
        table.Add(name, insert, read, lease, complete);
    }

    private static async Task<T> TimedAsync<T>(Latencies latencies, Func<Task<T>> call)
    {
        var start = Stopwatch.GetTimestamp();
        var answer = await call();
        latencies.Add(Stopwatch.GetElapsedTime(start));
        return answer;
    }
}
