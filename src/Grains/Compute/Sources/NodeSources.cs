using Switchyard.Work.Store;

namespace Switchyard.Compute.Sources;

/// <summary>The compute sources of this node.</summary>
public sealed class NodeSources : ILifecycleParticipant<ISiloLifecycle>, IAsyncDisposable
{
    private static readonly TimeSpan LeavePatience = TimeSpan.FromSeconds(2);

    private readonly RunServices _services;
    private readonly ComputeOptions _options;
    private readonly ILocalSiloDetails _silo;
    private readonly LeaseKeeper _keeper;
    private volatile Dictionary<string, SourceRunner> _runners = [];

    public NodeSources(RunServices services, IWorkStore store, ComputeOptions options, ILocalSiloDetails silo)
    {
        (_services, _options, _silo) = (services, options, silo);
        _keeper = new(() => _runners.Values.SelectMany(runner => runner.Runs), store, _options.Lease, services.Time, services.Log);
    }

    /// <summary>The node's name, as sources name it.</summary>
    internal string Node => _silo.Name;

    /// <summary>Another with each start of the node.</summary>
    internal string Life => _silo.SiloAddress.ToParsableString();

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(NodeSources), ServiceLifecycleStage.Active, _ => Task.CompletedTask, StopAsync);

    public ValueTask DisposeAsync() => _keeper.DisposeAsync();

    /// <summary>Opens the sources: from now on they can be given work.</summary>
    internal void Open(IReadOnlyList<(SourceDefinition Definition, SourceContext Context)> sources)
    {
        _runners = sources.ToDictionary(
            source => source.Definition.Key,
            source => new SourceRunner(source.Definition, source.Context, _options.Lease, _services));
        _keeper.Start();
    }

    /// <exception cref="SourceAwayException">This node has no such source, or does not have it yet.</exception>
    internal SourceRunner Get(string key) => _runners.GetValueOrDefault(key) ?? throw new SourceAwayException(key);

    private async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var runner in _runners.Values)
        {
            runner.Close();
        }

        if (cancellationToken.IsCancellationRequested)
        {
            Abandon();
        }
        else
        {
            await LeaveAsync();
            await DrainAsync(cancellationToken);
        }

        await _keeper.DisposeAsync();
    }

    /// <summary>A hint: that the node stops, the cluster sees, too.</summary>
    private Task LeaveAsync() => _runners.Count == 0
        ? Task.CompletedTask
        : _services.Grains.GetScheduler().LeaveAsync(Node, Life)
            .WaitAsync(LeavePatience, _services.Time)
            .ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

    /// <summary>What runs may end for a while; what does not is ended and given back.</summary>
    private async Task DrainAsync(CancellationToken cancellationToken)
    {
        var idle = Task.WhenAll(_runners.Values.Select(runner => runner.WhenIdleAsync()));
        try
        {
            await idle.WaitAsync(_options.DrainTime, _services.Time, cancellationToken);
            return;
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            foreach (var run in _runners.Values.SelectMany(runner => runner.Runs))
            {
                run.Stop($"The node {Node} stops.");
            }
        }

        await idle.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>The node is to go at once: what runs is ended, and what it held runs out or is given back by its next life.</summary>
    private void Abandon()
    {
        foreach (var run in _runners.Values.SelectMany(runner => runner.Runs))
        {
            run.TryClaimEnd();
            run.Stop("The node goes at once.");
        }
    }
}
