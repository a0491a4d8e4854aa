using System.Globalization;
using Switchyard.Benchmarks.Measuring;
using Switchyard.Benchmarks.Nodes;

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
                await MeasureAsync(name, backlog, table, databases);
            }
        }
    }

    private static async Task MeasureAsync(string name, int backlog, PlainTable table, Databases databases)
    {
        await using var node = await Node.StartAsync(databases.NewDirectory(), await databases.NodeSettingsAsync(name));
        var root = node.Http.BaseAddress!;
        await TasksLoad.BothAsync(root, "warm", Unmeasured);
        var (submit, drain, both) = (new Latencies(), new Latencies(), new Latencies());
        var (ofDrain, ofBoth, memory) = ("", "", 0.0);
        for (var round = 0; round < (backlog > 500_000 ? 3 : 5); round++)
        {
            var before = node.Memory();
            submit.Add(TimeSpan.FromSeconds(await TasksLoad.SubmitAsync(root, "bench", backlog)));
            memory = Math.Max(memory, node.Memory() - before);
            var cost = new TasksCost(node, databases);
            drain.Add(TimeSpan.FromSeconds(await TasksLoad.DrainAsync(root, "bench", backlog)));
            ofDrain = cost.Of(backlog);
            cost = new TasksCost(node, databases);
            both.Add(TimeSpan.FromSeconds(await TasksLoad.BothAsync(root, "bench", AtOnce)));
            ofBoth = cost.Of(AtOnce);
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
