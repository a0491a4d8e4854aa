using System.Text.Json;
using Switchyard.Benchmarks.Measuring;
using Switchyard.Benchmarks.Nodes;
using Switchyard.Benchmarks.Profiling;

namespace Switchyard.Benchmarks.Jobs;

/// <summary>Workers of the better protocol: claim, complete.</summary>
internal static class JobClaimBench
{
    private static readonly int[] Workers = [1, 16, 64];

    public static async Task RunAsync(Settings settings, Databases databases)
    {
        Console.WriteLine("Each worker claims one job, completes it, and asks for the next. Two of three jobs are not for it: it claims by operation.");
        var table = new PlainTable(8, "database", "workers", "claims/s", "claim ms p50 / p99", "complete ms p50 / p99", "CPU us/job (node)");
        foreach (var database in databases.Names)
        {
            await using var node = await Node.StartAsync(databases.NewDirectory(), await databases.NodeSettingsAsync(database));
            foreach (var workers in settings.CallersOf(Workers))
            {
                await FillAsync(node, settings.Span);
                var watch = await Watch.BeginAsync(settings, databases, database, $"{workers} workers", node);
                await watch.EndAsync(await MeasureAsync(node, database, workers, settings.Span, table));
            }
        }
    }

    private static int _target;

    /// <summary>More jobs than can be claimed in the time.</summary>
    private static async Task FillAsync(Node node, TimeSpan span)
    {
        string[] operations = ["ADD", "CHANGE", "PATCH_METADATA"];
        using var load = await JobsLoad.OpenAsync(node, 8);
        await load.RunAsync(TimeSpan.FromMinutes(5), (long)(span.TotalSeconds * 100), (connection, _) => connection.SendAsync(
            "POST",
            "/jobs",
            $$"""{"jobs":[{{string.Join(',', Enumerable.Range(0, 150).Select(number =>
                $$"""{"operation":"{{operations[number % 3]}}","target":"CLAIM_{{Interlocked.Increment(ref _target)}}"}"""))}}]}"""));
    }

    private static async Task<long> MeasureAsync(Node node, string database, int workers, TimeSpan span, PlainTable table)
    {
        using var load = await JobsLoad.OpenAsync(node, workers);
        var processor = new ProcessorTime(node.Process);
        var result = await load.RunAsync(span, long.MaxValue, CycleAsync);
        table.Add(
            database, workers, result.PerSecond, load.Latencies(0), load.Latencies(1), processor.MicrosecondsEach(result.Operations));
        return result.Operations;
    }

    /// <summary>Claims one job and completes it.</summary>
    public static async Task CycleAsync(HttpConnection connection, Latencies[] latencies)
    {
        var (job, lease) = Parse(await JobsLoad.TimeAsync(latencies[0], () => connection.SendAsync(
            "POST", "/api/v1/jobs/claim", """{"worker":"bench","operations":["ADD"],"lease":"00:05:00"}""")));
        await JobsLoad.TimeAsync(latencies[1], () => connection.SendAsync(
            "POST", $"/api/v1/jobs/{job}/complete", $$"""{"leaseNumber":{{lease}}}"""));
    }

    private static (string Job, string Lease) Parse(ReadOnlyMemory<byte> answer)
    {
        using var claimed = JsonDocument.Parse(answer);
        var job = claimed.RootElement.GetProperty("items")[0];
        return (job.GetProperty("jobId").GetString()!, job.GetProperty("leaseNumber").GetRawText());
    }
}
