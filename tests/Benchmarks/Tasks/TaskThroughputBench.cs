using System.Globalization;
using Switchyard.Benchmarks.Measuring;
using Switchyard.Benchmarks.Nodes;
using Switchyard.Benchmarks.Profiling;

namespace Switchyard.Benchmarks.Tasks;

/// <summary>
/// Tasks over HTTP: the clients, the node and the database on the same cores. Each rate is the median of its rounds; processor times are of
/// the last one: microseconds for each task, of node, clients and database, and what of the cores nobody used.
/// </summary>
internal static class TaskThroughputBench
{
    private const int AtOnce = 100_000;

    /// <summary>For about its first 15 seconds under load a new node takes twice the time for each.</summary>
    private const int Unmeasured = 1_000_000;

    public static async Task RunAsync(Settings settings, Databases databases)
    {
        var table = new PlainTable(
            8,
            "database",
            "waiting",
            "submit/s",
            "drain/s",
            "both/s",
            "drain: us of node + clients + database",
            "both: us of node + clients + database",
            "waiting: MiB");
        int[] backlogs = settings.Waiting is { } one ? [one] : settings.Large ? [20_000, 200_000, 1_000_000] : [20_000, 200_000];
        foreach (var name in databases.Names)
        {
            foreach (var backlog in backlogs)
            {
                await MeasureAsync(name, backlog, table, settings, databases);
            }
        }
    }

    private static async Task MeasureAsync(string name, int backlog, PlainTable table, Settings settings, Databases databases)
    {
        await using var node = await Node.StartAsync(databases.NewDirectory(), await databases.NodeSettingsAsync(name));
        var root = node.Http.BaseAddress!;
        await TasksLoad.BothAsync(root, "warm", Unmeasured);
        var (submit, drain, both) = (new Latencies(), new Latencies(), new Latencies());
        var (ofDrain, ofBoth, memory) = ("", "", 0.0);
        for (var round = backlog > 500_000 ? 3 : 5; round > 0; round--)
        {
            var before = node.Memory();
            submit.Add(TimeSpan.FromSeconds(await TasksLoad.SubmitAsync(root, "bench", backlog)));
            memory = Math.Max(memory, node.Memory() - before);
            var cost = new TasksCost(node, databases);
            var watch = await WatchAsync("drained");
            drain.Add(TimeSpan.FromSeconds(await TasksLoad.DrainAsync(root, "bench", backlog)));
            ofDrain = cost.Of(backlog);
            await watch.EndAsync(backlog);
            watch = await WatchAsync("both");
            cost = new TasksCost(node, databases);
            both.Add(TimeSpan.FromSeconds(await TasksLoad.BothAsync(root, "bench", AtOnce)));
            ofBoth = cost.Of(AtOnce);
            await watch.EndAsync(AtOnce);

            // One round is enough to look at.
            Task<Watch> WatchAsync(string what) =>
                Watch.BeginAsync(round == 1 ? settings : settings with { Profile = null }, databases, name, $"{what} of {backlog}", node);
        }

        table.Add(name, backlog, Rate(backlog, submit), Rate(backlog, drain), Rate(AtOnce, both), ofDrain, ofBoth, memory);
    }

    private static double Rate(int count, Latencies times) => count / (times.Percentile(50) / 1000);

    /// <summary>What the processors do from its making on.</summary>
    private sealed class TasksCost(Node node, Databases databases)
    {
        private readonly ProcessorTime _node = new(node.Process);
        private readonly ProcessorTime _clients = ProcessorTime.OfThisProcess();
        private readonly TimeSpan _database = databases.ProcessorTime();
        private readonly (long, long) _before = Machine.Ticks();

        public string Of(int tasks) => string.Create(
            CultureInfo.InvariantCulture,
            $"{_node.MicrosecondsEach(tasks):F1} + {_clients.MicrosecondsEach(tasks):F1} + {(databases.ProcessorTime() - _database).TotalMicroseconds / tasks:F1} ({Machine.IdleSince(_before):F0} % idle)");
    }
}
