using Orleans.Concurrency;
using Switchyard.Compute.Sources;

namespace Switchyard.Compute;

/// <summary>The door to a source of this node; what runs is kept by <see cref="NodeSources"/>, which outlives an activation.</summary>
[SourcePlacement, Reentrant]
public sealed class ComputeSourceGrain(NodeSources sources) : Grain, IComputeSourceGrain
{
    private SourceRunner Runner => sources.Get(this.GetPrimaryKeyString());

    public Task<StartOutcome> StartAsync(ComputeEntry entry) => Runner.StartAsync(entry);

    public Task<RunResult?> StopAsync(long id, string reason) => Runner.StopAsync(id, reason);

    public Task<IReadOnlyList<long>> GetRunningAsync() =>
        Task.FromResult<IReadOnlyList<long>>([.. Runner.Runs.Select(run => run.Entry.Id)]);

    public Task<string?> GetLogAsync(long id) => Task.FromResult(Runner.LogOf(id));
}
