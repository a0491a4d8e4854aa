using System.Diagnostics;
using System.Globalization;
using Switchyard.Benchmarks.Jobs;
using Switchyard.Benchmarks.Measuring;

namespace Switchyard.Benchmarks.Nodes;

/// <summary>New nodes of two builds in turn, round after round: until they are ready, and what they do in their first minute.</summary>
internal static class StartBench
{
    private const int Connections = 16;

    /// <summary>Of the first minute, one after the other.</summary>
    private static readonly TimeSpan[] Parts = [TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(30)];

    private static long _target;

    public static async Task RunAsync(Settings settings, Databases databases)
    {
        Console.WriteLine(
            $"{settings.Rounds} rounds, each build once in each, on an empty store. Jobs are made one by one by {Connections} connections from the moment that the node is ready. "
            + "Ratios are the median and the range of those to the first build in the same round.");
        var table = new PlainTable(8, "database", "build", "ready s", "ratio", "POST/s to 10 s", "ratio", "to 30 s", "ratio", "to 60 s", "ratio");
        foreach (var database in databases.Names)
        {
            var builds = new List<Build> { new("as built", null) };
            if (settings.Program is { } program)
            {
                builds.Add(new(Path.GetFileName(program), program));
            }

            for (var round = 0; round < settings.Rounds; round++)
            {
                foreach (var build in builds)
                {
                    build.Add(await MeasureAsync(build.Program, database, databases));
                }
            }

            foreach (var build in builds)
            {
                table.Add([database, build.Name, .. Enumerable.Range(0, Parts.Length + 1).SelectMany(value => build.Told(value, builds[0]))]);
            }
        }
    }

    /// <returns>Seconds to readiness; calls a second in each part of the first minute.</returns>
    private static async Task<double[]> MeasureAsync(string? program, string database, Databases databases)
    {
        var settings = await databases.NodeSettingsAsync(database);
        var start = Stopwatch.GetTimestamp();
        await using var node = await Node.StartAsync(databases.NewDirectory(), settings, program: program);
        var values = new List<double> { Stopwatch.GetElapsedTime(start).TotalSeconds };
        using var load = await JobsLoad.OpenAsync(node, Connections);
        foreach (var part in Parts)
        {
            values.Add((await load.RunAsync(part, long.MaxValue, PostAsync)).PerSecond);
        }

        return [.. values];
    }

    private static Task PostAsync(HttpConnection connection, Latencies[] latencies) =>
        JobsLoad.PostAsync(connection, $"DATASET_{Interlocked.Increment(ref _target)}", latencies[0]);

    private sealed record Build(string Name, string? Program)
    {
        private readonly List<double[]> _rounds = [];

        public void Add(double[] values) => _rounds.Add(values);

        /// <summary>The median of one value, and its ratio to another build's.</summary>
        public object[] Told(int value, Build first)
        {
            var ratios = _rounds.Zip(first._rounds, (mine, its) => mine[value] / its[value]).Order().ToList();
            return
            [
                Math.Round(_rounds.Select(round => round[value]).Order().ElementAt(_rounds.Count / 2), value == 0 ? 2 : 0),
                string.Create(CultureInfo.InvariantCulture, $"{ratios[ratios.Count / 2]:F2} ({ratios[0]:F2}-{ratios[^1]:F2})"),
            ];
        }
    }
}
