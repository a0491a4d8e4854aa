using Switchyard.Benchmarks;
using Switchyard.Benchmarks.Jobs;
using Switchyard.Benchmarks.Measuring;
using Switchyard.Benchmarks.Nodes;
using Switchyard.Benchmarks.Tasks;

namespace Switchyard.Speed;

/// <summary>A node that has done so much of something that its compiler rests.</summary>
internal sealed class WarmNode : IAsyncDisposable
{
    private const int Callers = 16;

    private static readonly TimeSpan Span = TimeSpan.FromMilliseconds(500);

    private readonly Node _node;
    private readonly ProcessorTime _processor;
    private int _named;

    private WarmNode(Node node) => (_node, _processor) = (node, new ProcessorTime(node.Process));

    public static async Task<WarmNode> StartAsync(Databases databases) => new(await Node.StartAsync(
        databases.NewDirectory(),
        ["Dashboard:Enabled=false"],
        // Without what it would learn in a minute, and at once with what it learns in seconds: the same wherever this runs.
        environment: new Dictionary<string, string> { ["DOTNET_TieredPGO"] = "0", ["DOTNET_TC_CallCountingDelayMs"] = "0" }));

    /// <summary>Jobs, one by one: stored, claimed, completed.</summary>
    /// <returns>Microseconds of the node's processors for each.</returns>
    public async Task<double> JobsAsync()
    {
        using var load = await JobsLoad.OpenAsync(_node, Callers);
        _processor.MicrosecondsEach(1);
        var stored = await load.RunAsync(Span, long.MaxValue, (connection, latencies) =>
            JobsLoad.PostAsync(connection, $"SPEED_{Interlocked.Increment(ref _named)}", latencies[0]));
        var toStore = _processor.MicrosecondsEach(stored.Operations);
        var done = await load.RunAsync(Span, stored.Operations, JobClaimBench.CycleAsync);
        return toStore + _processor.MicrosecondsEach(done.Operations);
    }

    /// <summary>Tasks in batches: stored, claimed, completed.</summary>
    /// <returns>Microseconds of the node's processors for each.</returns>
    public async Task<double> TasksAsync()
    {
        const int Tasks = 20_000;
        _processor.MicrosecondsEach(1);
        await TasksLoad.BothAsync(_node.Http.BaseAddress!, "speed", Tasks);
        return _processor.MicrosecondsEach(Tasks);
    }

    public ValueTask DisposeAsync() => _node.DisposeAsync();
}
