using Switchyard.Benchmarks.Jobs;
using Switchyard.Benchmarks.Measuring;
using Switchyard.Benchmarks.Nodes;

namespace Switchyard.Benchmarks.Peers;

/// <summary>Our jobs, over HTTP: each has a target that no two may have at once.</summary>
internal sealed class OwnJobs(Node node) : IContestant
{
    private int _target;

    public string Name => "Switchyard, jobs";

    public bool HasBatches => false;

    public async Task<Rate> DoAsync(Workload workload)
    {
        using var load = await JobsLoad.OpenAsync(node, workload.Callers);
        var result = await load.RunAsync(TimeSpan.FromSeconds(workload.Span), long.MaxValue, workload.Do == "single" ? PostAsync : JobClaimBench.CycleAsync);
        return new Rate(result.Operations, result.Elapsed.TotalSeconds);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task PostAsync(HttpConnection connection, Latencies[] latencies) =>
        JobsLoad.PostAsync(connection, $"PEER_{Interlocked.Increment(ref _target)}", latencies[0]);
}
