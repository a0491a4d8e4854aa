using Switchyard.Benchmarks.Measuring;
using Switchyard.Benchmarks.Profiling;

namespace Switchyard.Benchmarks.Tables;

/// <summary>The whole work of a campaign over HTTP: a table out, its result in.</summary>
internal static class CyclesBench
{
    private static readonly int[] Clients = [1, 8, 32, 64];

    public static async Task RunAsync(Settings settings, Databases databases)
    {
        Console.WriteLine("Node and clients share the cores. A result is the whole package with all targets mapped, as the Runner sends it.");
        var shape = CampaignShape.Round1(settings.Tables);
        var input = databases.NewDirectory();
        CampaignFiles.Write(input, shape);
        var table = new PlainTable(
            8, "database", "done before", "clients", "tables/s", "getWork ms p50 / p99", "storeResult ms p50 / p99", "CPU us/table (node)");
        foreach (var database in databases.Names)
        {
            await using var campaign = await Campaign.StartAsync(databases, database, input, shape);
            await MeasureAsync(campaign, databases, database, settings, table);
        }

        Directory.Delete(input, recursive: true);
        Console.WriteLine();
        Console.WriteLine("The original beside (published with its analysis, NOT measured in this run: another run, 2 cores, 5 workers, 35,000 tables):");
        Console.WriteLine("  done before 0:      1 / 8 / 32 clients: 44.6 / 47.0 / 51.5 tables/s; getWork p50 13 / 53 / 281 ms; storeResult p50 7 / 48 / 281 ms");
        Console.WriteLine("  done before 17,500: 1 / 8 / 32 clients: 43.9 / 42.2 / 38.5 tables/s; getWork p50 14 / 57 / 368 ms; storeResult p50 7 / 57 / 376 ms");
    }

    private static async Task MeasureAsync(Campaign campaign, Databases databases, string database, Settings settings, PlainTable table)
    {
        // A quarter of the campaign goes to warming up, the rest to the two halves of the measurement.
        var (each, done) = (campaign.Shape.Tables / 10, 0L);
        done += (await RunAsync(campaign, 16, TimeSpan.FromMinutes(1), campaign.Shape.Tables / 20)).Result.Operations;
        foreach (var half in (bool[])[false, true])
        {
            if (half)
            {
                done += (await RunAsync(campaign, 32, TimeSpan.FromMinutes(2), (campaign.Shape.Tables / 2) - done)).Result.Operations;
            }

            foreach (var clients in settings.CallersOf(Clients))
            {
                var watch = await Watch.BeginAsync(settings, databases, database, $"{(half ? "half" : "0")} done, {clients} clients", campaign.Node);
                var processor = new ProcessorTime(campaign.Node.Process);
                var (result, gets, stores) = await RunAsync(campaign, clients, settings.Span, each);
                table.Add(database, half ? "half" : "0", clients, result.PerSecond, gets, stores, processor.MicrosecondsEach(result.Operations));
                await watch.EndAsync(result.Operations);
                done += result.Operations;
            }
        }

        var counted = (await campaign.StatisticsAsync()).GetProperty("tables").GetProperty("result").GetInt64();
        if (counted != done)
        {
            throw new InvalidOperationException($"{done} results were acknowledged, and the node counts {counted}.");
        }
    }

    private static async Task<(LoadResult Result, Latencies Gets, Latencies Stores)> RunAsync(
        Campaign campaign, int clients, TimeSpan span, long cycles)
    {
        var load = Enumerable.Range(0, clients).Select(number => new TablesClient(campaign.Node.Http, campaign.Shape, number)).ToArray();
        var result = await ClosedLoop.RunAsync(clients, span, cycles, caller => load[caller].CycleAsync());
        var (gets, stores) = (new Latencies(), new Latencies());
        foreach (var client in load)
        {
            gets.AddAll(client.Gets);
            stores.AddAll(client.Stores);
        }

        return (result, gets, stores);
    }
}
