using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Switchyard.Compute.Sources;
using Switchyard.Work;

namespace Switchyard.Compute;

/// <summary>What compute sources need from their silo.</summary>
public static class ComputeHosting
{
    /// <summary>
    /// Registers the scheduler and this node's sources. An <see cref="IRunExecutor"/> must be registered, too, and for each door
    /// whose items are run a <see cref="PushQueue"/>; options are <see cref="ComputeOptions"/>.
    /// </summary>
    public static ISiloBuilder AddCompute(this ISiloBuilder silo)
    {
        var services = silo.Services;
        services.TryAddSingleton(new ComputeOptions());
        services.AddPlacementDirector<SourcePlacement, SourcePlacementDirector>();
        services.AddWorkItems();
        services.AddSingleton<ComputeItemServices>();
        services.AddSingleton<IRetryPolicies, RunRetries>();
        services.AddSingleton<RunInstruments>();
        services.AddSingleton<RunServices>();
        services.AddSingleton<RunningItems>();
        services.AddSingleton<NodeSources>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<NodeSources>());
        services.AddSingleton<IQueuePauseListener, PausedQueues>();
        return silo.AddStartupTask<SourceStart>();
    }
}
