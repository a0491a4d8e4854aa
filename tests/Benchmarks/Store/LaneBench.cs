using System.Diagnostics;
using Switchyard.Benchmarks.Measuring;

namespace Switchyard.Benchmarks.Store;

/// <summary>
/// The store of tasks alone, beside the same tables and statements without anything around them: submitted and drained at once, and drained
/// from a backlog, by two producers and two workers in batches of 500.
/// </summary>
internal static class LaneBench
{
    private const int Batch = 500;
    private const int Clients = 2;

    private static readonly int[] Backlogs = [20_000, 200_000];

    public static async Task RunAsync(Settings settings, Databases databases)
    {
        var table = new PlainTable(22, "design", "waiting", "submit/s", "drain/s", "both/s", "CPU us (client)", "CPU us (database)");
        for (var round = 0; round < 2; round++)
        {
            await MeasureAsync("the lane", table, settings, databases, OpenLaneAsync);
            await MeasureAsync("its statements, bare", table, settings, databases, async connection => await BareLane.OpenAsync(connection));
        }
    }

    private static async Task<ILane> OpenLaneAsync(string connection) => await StoreLane.OpenAsync(connection);

    private static async Task MeasureAsync(
        string name, PlainTable table, Settings settings, Databases databases, Func<string, Task<ILane>> open)
    {
        foreach (var backlog in settings.Large ? [.. Backlogs, 1_000_000] : Backlogs)
        {
            await using var lane = await open(await databases.CreatePostgresAsync());
            await SubmitAsync(lane, 2_000);
            await DrainAsync(lane, 2_000);
            var submit = await TimedAsync(() => SubmitAsync(lane, backlog));
            var drain = await TimedAsync(() => DrainAsync(lane, backlog));
            var processor = ProcessorTime.OfThisProcess();
            var before = databases.ProcessorTime();
            var both = await TimedAsync(() => Task.WhenAll(SubmitAsync(lane, 200_000), DrainAsync(lane, 200_000)));
            table.Add(
                name, backlog, backlog / submit, backlog / drain, 200_000 / both, processor.MicrosecondsEach(200_000),
                (databases.ProcessorTime() - before).TotalMicroseconds / 200_000);
        }
    }

    private static Task SubmitAsync(ILane lane, int count)
    {
        var left = count / Batch;
        return AllAsync(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                await lane.SubmitAsync(Batch);
            }
        });
    }

    private static Task DrainAsync(ILane lane, int count)
    {
        var left = count;
        using var window = new LaneWindow(lane);
        return AllAsync(async () =>
        {
            while (Volatile.Read(ref left) > 0)
            {
                var ids = await window.TakeAsync(Batch);
                if (ids.Length == 0)
                {
                    await Task.Yield();
                    continue;
                }

                var done = await lane.CompleteAsync(ids, await lane.ClaimAsync(ids));
                if (done != ids.Length)
                {
                    throw new InvalidOperationException($"{done} of {ids.Length} tasks were completed.");
                }

                Interlocked.Add(ref left, -done);
            }
        });
    }

    private static Task AllAsync(Func<Task> client) => Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(client)));

    private static async Task<double> TimedAsync(Func<Task> run)
    {
        var start = Stopwatch.GetTimestamp();
        await run();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
