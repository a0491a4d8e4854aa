using System.Collections.Concurrent;
using System.Diagnostics;
using Switchyard.Benchmarks.Measuring;
using Switchyard.Benchmarks.Nodes;
using Switchyard.Benchmarks.Tasks;
using Switchyard.Servers;

namespace Switchyard.Benchmarks.OperatorConsole;

/// <summary>What open consoles cost a node: its processor time beside none, and the pace of tasks beside one. The browser is on the same cores.</summary>
internal static class OpenConsolesBench
{
    private const int Consoles = 50;
    private const int OpenedAtOnce = 4;
    private const int TasksOfRound = 50_000;

    private static readonly TimeSpan Trickle = TimeSpan.FromMilliseconds(100);

    private static readonly string[] Pages =
    [
        "/", "/console/work", "/console/queues", "/console/failed", "/console/compute",
        "/console/nodes", "/console/schedules", "/console/tickets", "/console/jobs", "/console/audit",
    ];

    public static async Task RunAsync(Settings settings, Databases databases)
    {
        await using var chromium = await Chromium.StartAsync();
        var table = new PlainTable(10, "database", "consoles", "tasks in a second", "processor of the node, % of a core");
        foreach (var name in databases.Names)
        {
            await using var node = await Node.StartAsync(databases.NewDirectory(), await databases.NodeSettingsAsync(name));
            var root = node.Http.BaseAddress!;
            await TasksLoad.BothAsync(root, "warm", 100_000);
            await MeasureAsync(node, name, 0, table, settings.Span * 3);
            var open = new ConcurrentBag<Visit>();
            try
            {
                await Parallel.ForEachAsync(Enumerable.Range(0, Consoles), new ParallelOptions { MaxDegreeOfParallelism = OpenedAtOnce }, async (number, _) =>
                {
                    var visit = await Visit.ToAsync(chromium, root, Pages[number % Pages.Length], width: 800, height: 600);
                    open.Add(visit);
                    await visit.Page.Locator("h1").First.WaitForAsync();
                });

                // What is compiled and read once is not theirs.
                await RunForAsync(settings.Span * 2, root, isBusy: true);
                await MeasureAsync(node, name, Consoles, table, settings.Span * 3);
            }
            finally
            {
                foreach (var visit in open)
                {
                    await visit.DisposeAsync();
                }
            }

            await CompareAsync(chromium, root, name, settings.Rounds);
        }
    }

    private static async Task MeasureAsync(Node node, string name, int consoles, PlainTable table, TimeSpan span)
    {
        foreach (var isBusy in new[] { false, true })
        {
            node.Process.Refresh();
            var (before, start) = (node.Process.TotalProcessorTime, Stopwatch.GetTimestamp());
            await RunForAsync(span, node.Http.BaseAddress!, isBusy);
            node.Process.Refresh();
            table.Add(name, consoles, isBusy ? 10 : 0, 100 * (node.Process.TotalProcessorTime - before) / Stopwatch.GetElapsedTime(start));
        }
    }

    private static async Task RunForAsync(TimeSpan span, Uri root, bool isBusy)
    {
        using var client = await TasksClient.OpenAsync(root);
        var (start, task) = (Stopwatch.GetTimestamp(), TasksClient.Tasks("trickle", 1));
        using var timer = new PeriodicTimer(Trickle);
        while (Stopwatch.GetElapsedTime(start) < span)
        {
            await timer.WaitForNextTickAsync();
            if (isBusy)
            {
                await client.SubmitAsync(task);
                await client.WorkAsync("trickle", 1);
            }
        }
    }

    /// <summary>Rounds with an open console and without, in turn.</summary>
    private static async Task CompareAsync(Chromium chromium, Uri root, string name, int rounds)
    {
        var (without, with) = (new Latencies(), new Latencies());
        for (var round = 0; round <= rounds; round++)
        {
            var alone = await TasksLoad.BothAsync(root, "lane", TasksOfRound);
            await using var visit = await Visit.ToAsync(chromium, root, "/");
            await visit["door"].First.WaitForAsync();
            var watched = await TasksLoad.BothAsync(root, "lane", TasksOfRound);
            if (round > 0)
            {
                without.Add(TimeSpan.FromSeconds(alone));
                with.Add(TimeSpan.FromSeconds(watched));
            }
        }

        Console.WriteLine(FormattableString.Invariant(
            $"{name}: tasks submitted and drained at once: {TasksOfRound / without.Percentile(50) * 1000:N0} /s without a console, {TasksOfRound / with.Percentile(50) * 1000:N0} /s beside an open one: {without.Percentile(50) / with.Percentile(50):F2} of it."));
    }
}
