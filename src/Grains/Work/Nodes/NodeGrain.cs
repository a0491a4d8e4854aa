using System.Diagnostics;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Statistics;
using Switchyard.Hosting;

namespace Switchyard.Work.Nodes;

/// <summary>One node, asked about itself. The key is its name.</summary>
[Alias("switchyard.work.node-grain")]
internal interface INodeGrain : IGrainWithStringKey
{
    [Alias("describe")]
    Task<NodeView> DescribeAsync();

    [Alias("leave")]
    Task LeaveAsync();
}

[NodePlacement]
internal sealed class NodeGrain(
    IHostApplicationLifetime life, IServiceProvider services, ILocalSiloDetails silo, IEnvironmentStatisticsProvider environment, TimeProvider time)
    : Grain, INodeGrain
{
    private static readonly string Version =
        typeof(NodeGrain).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private static readonly TimeSpan CountPatience = TimeSpan.FromSeconds(1);

    private bool _leaves;

    public async Task<NodeView> DescribeAsync()
    {
        var reason = services.GetService<INodeReadiness>()?.Reason;
        var activations = await CountActivationsAsync();
        var machine = environment.GetEnvironmentStatistics();
        using var process = Process.GetCurrentProcess();
        return new NodeView(
            this.GetPrimaryKeyString(),
            _leaves || life.ApplicationStopping.IsCancellationRequested ? NodeState.Draining
                : reason is null ? NodeState.Ready
                : NodeState.Unready,
            Version,
            new DateTimeOffset(process.StartTime.ToUniversalTime(), TimeSpan.Zero),
            process.WorkingSet64,
            Environment.ProcessorCount,
            reason)
        {
            Activations = activations,
            Load = Math.Clamp(machine.FilteredCpuUsagePercentage / 100d, 0, 1),
            MemoryLimitBytes = machine.MaximumAvailableMemoryBytes > 0 ? machine.MaximumAvailableMemoryBytes : null,
        };
    }

    /// <summary>What counts may be on its way from a node that has just gone: a node that cannot be counted is not silent for that.</summary>
    private async Task<int?> CountActivationsAsync()
    {
        var counted = await GrainFactory.Reach<IManagementGrain>(0).GetRuntimeStatistics([silo.SiloAddress]).OrNullAsync(CountPatience, time);
        return counted is [var own] ? own.ActivationCount : null;
    }

    public Task LeaveAsync()
    {
        _leaves = true;
        if (services.GetService<INodeLeave>() is { } leave)
        {
            leave.Leave();
        }
        else
        {
            life.StopApplication();
        }

        return Task.CompletedTask;
    }
}
