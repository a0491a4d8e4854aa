using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Switchyard.Acceptance.Yard;

namespace Switchyard.Acceptance.Crashes;

public sealed class KillTests
{
    private const int Tables = 320;
    private const int Cells = 6;
    private const int Clients = 8;

    [Fact]
    public async Task Nothing_that_was_answered_200_is_lost_or_doubled_when_the_node_is_killed_three_times()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("KILL_SEED"), out var given) ? given : TimeProvider.System.GetUtcNow().Millisecond;
        TestContext.Current.TestOutputHelper?.WriteLine($"KILL_SEED={seed}");
        var random = new Random(seed);
        await using var node = await TablesNode.StartAsync(input => input.WithSmallTables(Tables, Cells));
        var killed = new KilledNode(node);
        var record = new ConcurrentQueue<HandedIn>();

        // Four steps a table: asking, getting, sending, hearing.
        var kills = killed.KillAtAsync([.. Enumerable.Range(0, 3).Select(third => random.Next(20, 380) + (third * 400))]);
        var clients = Enumerable.Range(0, Clients).Select(number => new StubbornClient($"client {number}", killed, record).WorkAsync());
        await Task.WhenAll([.. clients, kills]);

        var stored = record.Where(one => one.Acknowledged || one.StoredUnseen).ToList();
        TestContext.Current.TestOutputHelper?.WriteLine($"{record.Count} handed in, {record.Count(one => one.StoredUnseen)} of them stored by a node that died before it said so");
        Assert.Equal(record.Count, stored.Count);
        var (results, errors) = (stored.Where(one => !one.IsError).ToList(), stored.Where(one => one.IsError).ToList());
        await AssertBodiesAsync(node.Door, results, errors);
        var mapped = await AssertMappingsAsync(node.Door, results);
        await AssertStatisticsAsync(node.Door, results.Count, errors.Count, mapped);
        await AssertStatesAsync(node.Door, results, errors);
    }

    private static async Task AssertBodiesAsync(Door door, List<HandedIn> results, List<HandedIn> errors)
    {
        Assert.Equal(Texts(results.Select(one => one.Body)), Texts((await door.ZipAsync("/downloadResults")).Select(entry => entry.Body)));
        Assert.Equal(Texts(errors.Select(one => one.Body)), Texts((await door.ZipAsync("/downloadErrors")).Select(entry => entry.Body)));

        static IEnumerable<string> Texts(IEnumerable<byte[]> bodies) => bodies.Select(Encoding.UTF8.GetString).Order(StringComparer.Ordinal);
    }

    /// <summary>Each table has exactly the values of one result that was stored for it; answers the number of mapped cells.</summary>
    private static async Task<int> AssertMappingsAsync(Door door, List<HandedIn> results)
    {
        var marks = results.ToLookup(one => one.Table, one => one.Mark);
        var mapped = 0;
        foreach (var (task, perTable) in new[] { ("cea", Cells), ("cta", 1), ("cpa", 1) })
        {
            var lines = await door.SubmissionAsync(task);
            var missing = await door.SubmissionAsync(task, missing: true);
            Assert.Equal(Tables * perTable, lines.Count + missing.Count);
            Assert.Equal(lines.Count, lines.Select(line => line[..line.LastIndexOf(',')]).Distinct().Count());
            foreach (var table in lines.GroupBy(line => line.Split(',')[0]))
            {
                Assert.Equal(perTable, table.Count());
                var mark = Assert.Single(table.Select(line => line.Split(',')[^1].Split(':')[0]).Distinct());
                Assert.Contains(mark, marks[table.Key]);
                Assert.All(table, line => Assert.Equal(Position(line.Split(',')), line.Split(',')[^1].Split(':')[2]));
            }

            Assert.All(missing, line => Assert.Empty(marks[line.Split(',')[0]]));
            mapped = task == "cea" ? lines.Count : mapped;
        }

        return mapped;

        static string Position(string[] fields) => fields[1];
    }

    private static async Task AssertStatisticsAsync(Door door, int results, int errors, int mapped)
    {
        var stats = await door.StatsAsync();
        Assert.Equal($$"""{"error":{{errors}},"result":{{results}},"total":{{Tables}},"unfinished":0}""", stats["tables"]!.ToJsonString());
        Assert.Equal(mapped, (int)stats["mappings"]!["cea"]!["mapped"]!);
        Assert.Equal(Tables * Cells, (int)stats["mappings"]!["cea"]!["total"]!);
        Assert.Equal(mapped / Cells, (int)stats["mappings"]!["cta"]!["mapped"]!);
    }

    private static async Task AssertStatesAsync(Door door, List<HandedIn> results, List<HandedIn> errors)
    {
        var solved = results.Select(one => one.Table).ToHashSet();
        var items = await door.AllWorkAsync();
        Assert.Equal(Tables, items.Select(item => (long)item["id"]!).Distinct().Count());
        Assert.Equal(Tables, items.Select(item => (string)item["name"]!).Distinct().Count());
        Assert.All(items, item => Assert.Equal(solved.Contains((string)item["name"]!) ? "completed" : "failed", (string?)item["status"]));

        var queue = (await door.GetAsync("/api/v1/queues/tables")).Is(HttpStatusCode.OK).Json;
        Assert.Equal(0, (int)queue["queued"]!);
        Assert.Equal(0, (int)queue["running"]!);
        var workers = (await door.GetAsync("/api/v1/queues/tables/workers")).Is(HttpStatusCode.OK).Json["items"]!.AsArray();
        Assert.Equal(Clients, workers.Count);
        Assert.All(workers, worker => Assert.Equal(0, (int)worker!["held"]!));
        Assert.Equal(results.Count, workers.Sum(worker => (int)worker!["completed"]!));
        Assert.Equal(errors.Count, workers.Sum(worker => (int)worker!["failed"]!));
    }
}
