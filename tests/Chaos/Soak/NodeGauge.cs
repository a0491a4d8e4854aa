using System.Globalization;
using Switchyard.Chaos.Yard;

namespace Switchyard.Chaos.Soak;

/// <summary>What a node takes of its machine: by the system's own account, and by what the node says at <c>/metrics</c>.</summary>
internal sealed class NodeGauge(ChaosNode node)
{
    private const double Mega = 1024 * 1024;

    private static readonly Measure WorkingSet = new("working set", "MiB", 0.10, 30);
    private static readonly Measure Heap = new("heap", "MiB", 0.15, 20);
    private static readonly Measure Threads = new("threads", "", 0.10, 8);
    private static readonly Measure Handles = new("handles", "", 0.10, 15);
    private static readonly Measure Grains = new("activations", "", 0.10, 60);
    private static readonly Measure Timers = new("timers", "", 0.10, 30);

    /// <summary>All that can be said of it now.</summary>
    public async Task<IReadOnlyList<(Measure Measure, double Value)>> ReadAsync(CancellationToken cancellationToken)
    {
        var process = node.Process!;
        var status = File.ReadLines($"/proc/{process.Id}/status").Select(line => line.Split(':', 2)).ToDictionary(line => line[0], line => line[1]);
        var metrics = await process.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative), cancellationToken);
        return
        [
            (WorkingSet, Number(status["VmRSS"].Replace("kB", "", StringComparison.Ordinal)) / 1024),
            // What is free between its objects is used again.
            (Heap, (Sum(metrics, "dotnet_gc_last_collection_heap_size_bytes") - Sum(metrics, "dotnet_gc_last_collection_heap_fragmentation_size_bytes")) / Mega),
            (Threads, Number(status["Threads"])),
            (Handles, Directory.GetFileSystemEntries($"/proc/{process.Id}/fd").Length),
            (Grains, Sum(metrics, "orleans_catalog_activations")),
            (Timers, Sum(metrics, "dotnet_timer_number")),
        ];
    }

    private static double Sum(string metrics, string name) => metrics
        .Split('\n')
        .Where(line => line.StartsWith(name + " ", StringComparison.Ordinal) || line.StartsWith(name + "{", StringComparison.Ordinal))
        .Sum(line => Number(line[(line.LastIndexOf(' ') + 1)..]));

    private static double Number(string text) => double.Parse(text.Trim(), CultureInfo.InvariantCulture);
}
