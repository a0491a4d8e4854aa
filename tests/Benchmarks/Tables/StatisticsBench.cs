using System.Diagnostics;
using Switchyard.Benchmarks.Measuring;

namespace Switchyard.Benchmarks.Tables;

/// <summary>Whether the progress numbers cost the same in a large campaign as in a small one.</summary>
internal static class StatisticsBench
{
    private const int Calls = 300;
    private const int Clients = 16;

    public static async Task RunAsync(Settings settings, Databases databases)
    {
        var table = new PlainTable(8, "database", "tables", "results", "getStats ms p50 / p99", "getMissingMappings ms p50 / max");
        foreach (var tables in (int[])[100, 10_000, 100_000, .. settings.Large ? new[] { 1_000_000 } : []])
        {
            var shape = CampaignShape.Small(tables);
            var input = databases.NewDirectory();
            CampaignFiles.Write(input, shape);
            foreach (var database in databases.Names)
            {
                await using var campaign = await Campaign.StartAsync(databases, database, input, shape);
                var results = await ReturnAsync(campaign, Math.Min(tables / 2, 2_000));
                var statistics = await CallAsync(campaign, "/getStats", Calls, TimeSpan.FromSeconds(5));
                var missing = await CallAsync(campaign, "/getMissingMappings", 20, TimeSpan.FromSeconds(5));
                table.Add(database, tables, results, statistics, $"{missing.Percentile(50):F2} / {missing.Percentile(100):F2}");
            }

            Directory.Delete(input, recursive: true);
        }

        Console.WriteLine("The original beside (published with its analysis, NOT measured in this run), 35,000 tables: getStats 30 ms fresh, 60 ms half done, 100 ms");
        Console.WriteLine("nearly done; getMissingMappings 280, 380 and 500 ms.");
    }

    private static async Task<long> ReturnAsync(Campaign campaign, int count)
    {
        var clients = Enumerable.Range(0, Clients).Select(number => new TablesClient(campaign.Node.Http, campaign.Shape, number)).ToArray();
        return (await ClosedLoop.RunAsync(Clients, TimeSpan.FromSeconds(20), count, caller => clients[caller].CycleAsync())).Operations;
    }

    private static async Task<Latencies> CallAsync(Campaign campaign, string path, int calls, TimeSpan span)
    {
        var latencies = new Latencies();
        for (var i = 0; i < calls / 10; i++)
        {
            await CallAsync();
        }

        await ClosedLoop.RunAsync(1, span, calls, async _ =>
        {
            var start = Stopwatch.GetTimestamp();
            await CallAsync();
            latencies.Add(Stopwatch.GetElapsedTime(start));
        });
        return latencies;

        async Task CallAsync()
        {
            using var answer = await campaign.Node.Http.PostAsync(new Uri(path, UriKind.Relative), null);
            await answer.Content.ReadAsByteArrayAsync();
            answer.EnsureSuccessStatusCode();
        }
    }
}
