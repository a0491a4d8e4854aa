using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Switchyard.Benchmarks.Jobs;
using Switchyard.Benchmarks.Measuring;
using Switchyard.Benchmarks.Nodes;
using Switchyard.Benchmarks.Tasks;
using Switchyard.Telemetry;

namespace Switchyard.Benchmarks.Telemetry;

/// <summary>
/// The same work on nodes that count and trace nothing, that count, and that do both, in turns of one run: what is compared was measured
/// within seconds of each other. Two nodes are without, so that it is seen how far two alike are apart.
/// </summary>
internal static class TelemetryBench
{
    private const int Rounds = 5;
    private const int Connections = 16;
    private const int Tasks = 50_000;
    private const int Calls = 10_000_000;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenScrapes = TimeSpan.FromSeconds(5);

    private static long _target;

    public static async Task RunAsync(Settings settings, Databases databases)
    {
        Console.WriteLine(Unheard());
        Console.WriteLine($"{Rounds} rounds, each node once in each. Times are the node's processor time; ratios are the median and the range of those to the first node in the same round.");
        var table = new PlainTable(8, "database", "node", "us/POST", "ratio", "us/task", "ratio of tasks");
        foreach (var database in databases.Names)
        {
            await MeasureAsync(database, settings, databases, table);
        }
    }

    private static async Task MeasureAsync(string database, Settings settings, Databases databases, PlainTable table)
    {
        await using var sink = new SpanSink();
        (string Name, string[] Settings, bool IsTraced)[] kinds =
        [
            ("without", ["Metrics:Enabled=false"], false), ("without again", ["Metrics:Enabled=false"], false), ("metrics", [], false), ("metrics and traces", [], true),
        ];
        var nodes = new List<Measured>();
        try
        {
            foreach (var (name, own, isTraced) in kinds)
            {
                var node = await Node.StartAsync(
                    databases.NewDirectory(), [.. await databases.NodeSettingsAsync(database), .. own], environment: isTraced ? sink.Environment : null);
                nodes.Add(new(name, node, own.Length == 0));
                await nodes[^1].WarmAsync();
            }

            for (var round = 0; round < Rounds; round++)
            {
                foreach (var node in nodes)
                {
                    await node.RunAsync(settings.Span);
                }
            }

            foreach (var node in nodes)
            {
                table.Add(database, node.Name, Median(node.Posts), Ratios(node.Posts, nodes[0].Posts), Median(node.Tasks), Ratios(node.Tasks, nodes[0].Tasks));
            }

            Console.WriteLine($"Spans that were sent: {sink.Received / 1024.0 / 1024.0:F0} MiB");
        }
        finally
        {
            foreach (var node in nodes)
            {
                await node.Node.DisposeAsync();
            }
        }
    }

    /// <summary>What a call costs that nobody listens to.</summary>
    private static string Unheard()
    {
        using var meter = new Meter("bench");
        var counter = meter.CreateCounter<long>("unheard");
        const string Parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"A call that nobody listens to takes {Time(() => Tracing.Tell("claim", Parent, 1)):F1} ns (span of an item), {Time(() => counter.Add(1)):F1} ns (counter)");
    }

    private static double Time(Action call)
    {
        var (best, start) = (double.MaxValue, 0L);
        for (var round = 0; round < Rounds; round++)
        {
            start = Stopwatch.GetTimestamp();
            for (var number = 0; number < Calls; number++)
            {
                call();
            }

            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalNanoseconds / Calls);
        }

        return best;
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);

    private static string Ratios(IReadOnlyList<double> of, IReadOnlyList<double> to)
    {
        var ratios = of.Zip(to, (mine, its) => mine / its).Order().ToList();
        return string.Create(CultureInfo.InvariantCulture, $"{ratios[Rounds / 2]:F2} ({ratios[0]:F2}-{ratios[^1]:F2})");
    }

    private sealed record Measured(string Name, Node Node, bool IsScraped)
    {
        /// <summary>Microseconds of the node for each, of each round.</summary>
        public List<double> Posts { get; } = [];

        public List<double> Tasks { get; } = [];

        public async Task WarmAsync()
        {
            await PostAsync(WarmUp);
            await TasksLoad.BothAsync(Node.Http.BaseAddress!, "warm", 4 * TelemetryBench.Tasks);
        }

        public async Task RunAsync(TimeSpan span)
        {
            Posts.Add(await PostAsync(span));
            var cost = new ProcessorTime(Node.Process);
            await TasksLoad.BothAsync(Node.Http.BaseAddress!, "bench", TelemetryBench.Tasks);
            Tasks.Add(cost.MicrosecondsEach(TelemetryBench.Tasks));
        }

        private async Task<double> PostAsync(TimeSpan span)
        {
            using var load = await JobsLoad.OpenAsync(Node, Connections);
            using var over = new CancellationTokenSource();
            var scrapes = ScrapeAsync(over.Token);
            var cost = new ProcessorTime(Node.Process);
            var made = await load.RunAsync(
                span, long.MaxValue, static (connection, latencies) => JobsLoad.PostAsync(connection, $"DATASET_{Interlocked.Increment(ref _target)}", latencies[0]));
            var each = cost.MicrosecondsEach(made.Operations);
            await over.CancelAsync();
            await scrapes;
            return each;
        }

        /// <summary>Oftener than Prometheus would.</summary>
        private async Task ScrapeAsync(CancellationToken over)
        {
            try
            {
                while (IsScraped)
                {
                    await Node.Http.GetByteArrayAsync(new Uri("/metrics", UriKind.Relative), over);
                    await Task.Delay(BetweenScrapes, TimeProvider.System, over);
                }
            }
            catch (OperationCanceledException)
            {
                // The round is over.
            }
        }
    }
}
