using System.Globalization;
using System.Text.RegularExpressions;

namespace Switchyard.Benchmarks.Profiling;

/// <summary>What .NET counted in a node, as its <c>/metrics</c> tell it: allocations, collections and their pauses, waits for locks.</summary>
internal sealed partial class RuntimeCounts
{
    private readonly IReadOnlyDictionary<string, double> _counts;

    private RuntimeCounts(IReadOnlyDictionary<string, double> counts) => _counts = counts;

    public static async Task<RuntimeCounts> ReadAsync(HttpClient node)
    {
        var text = await node.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        return new(Line().Matches(text)
            .GroupBy(line => line.Groups["name"].Value + Generation().Match(line.Groups["tags"].Value).Groups["of"].Value, line => line.Groups["value"].Value)
            .ToDictionary(line => line.Key, line => line.Sum(value => double.Parse(value, CultureInfo.InvariantCulture))));
    }

    /// <summary>What was counted since.</summary>
    public string Since(RuntimeCounts before, TimeSpan span, long items)
    {
        var each = (double)Math.Max(1, items);
        double Of(string name) => _counts.GetValueOrDefault(name) - before._counts.GetValueOrDefault(name);
        var paused = Of("dotnet_gc_pause_time_seconds_total");
        var collections = Of("dotnet_gc_collections_totalgen0") + Of("dotnet_gc_collections_totalgen1") + Of("dotnet_gc_collections_totalgen2");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            node: {Of("dotnet_gc_heap_total_allocated_bytes_total") / 1024 / each:F1} KiB allocated an item; {collections} collections (gen0 {Of("dotnet_gc_collections_totalgen0")}, gen1 {Of("dotnet_gc_collections_totalgen1")}, gen2 {Of("dotnet_gc_collections_totalgen2")}), {1000 * paused / Math.Max(1, collections):F1} ms of pause each, {100 * paused / span.TotalSeconds:F1} % of the time
            node: {Of("dotnet_thread_pool_work_item_count_total") / each:F1} pieces of work in the thread pool, {Of("dotnet_monitor_lock_contentions_total") / each:F3} waits for locks, {Of("dotnet_exceptions_total") / each:F3} exceptions an item
            """);
    }

    [GeneratedRegex(@"^(?<name>dotnet_\w+)(\{(?<tags>.*?)\})? (?<value>\S+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Line();

    [GeneratedRegex("heap_generation=\"(?<of>gen\\d)\"")]
    private static partial Regex Generation();
}
