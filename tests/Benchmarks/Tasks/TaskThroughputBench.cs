using Switchyard.Benchmarks.Measuring;
using Switchyard.Benchmarks.Nodes;

namespace Switchyard.Benchmarks.Tasks;

/// <summary>
/// Tasks over HTTP: the clients, the node and the database on the same cores. Each line is the median of its rounds; the processor times
/// are those of the last one, for each task that was submitted, claimed and completed.
/// </summary>
internal static class TaskThroughputBench
{
    private const int Rounds = 3;
    private const int AtOnce = 100_000;

    public static async Task RunAsync(Settings settings, Databases databases)
    {
        var table = new PlainTable(
            8, "database", "waiting", "submit/s", "drain/s", "both/s", "CPU us (node)", "CPU us (clients)", "CPU us (database)", "memory MiB");
        int[] backlogs = settings.Large ? [20_000, 200_000, 1_000_000] : [20_000, 200_000];
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
        await TasksLoad.BothAsync(root, "warm", 20_000);
        var (submit, drain, both) = (new Latencies(), new Latencies(), new Latencies());
        var (ofNode, ofClients, ofDatabase, memory) = (0.0, 0.0, 0.0, 0.0);
        for (var round = 0; round < Rounds; round++)
        {
            submit.Add(TimeSpan.FromSeconds(await TasksLoad.SubmitAsync(root, "bench", backlog)));
            memory = node.PeakMemory();
            drain.Add(TimeSpan.FromSeconds(await TasksLoad.DrainAsync(root, "bench", backlog)));
            var (processorOfNode, processorOfClients) = (new ProcessorTime(node.Process), ProcessorTime.OfThisProcess());
            var before = databases.ProcessorTime();
            both.Add(TimeSpan.FromSeconds(await TasksLoad.BothAsync(root, "bench", AtOnce)));
            (ofNode, ofClients) = (processorOfNode.MicrosecondsEach(AtOnce), processorOfClients.MicrosecondsEach(AtOnce));
            ofDatabase = (databases.ProcessorTime() - before).TotalMicroseconds / AtOnce;
        }

        table.Add(name, backlog, Rate(backlog, submit), Rate(backlog, drain), Rate(AtOnce, both), ofNode, ofClients, ofDatabase, memory);
    }

    private static double Rate(int count, Latencies times) => count / (times.Percentile(50) / 1000);
}
