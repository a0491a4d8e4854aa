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
    IHostApplicationLifetime life, IServiceProvider services, ILocalSiloDetails silo, IEnvironmentStatisticsProvider environment) : Grain, INodeGrain
{
    private static readonly string Version =
        typeof(NodeGrain).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private bool _leaves;

    public async Task<NodeView> DescribeAsync()
    {
        var reason = services.GetService<INodeReadiness>()?.Reason;
        var runtime = await GrainFactory.Reach<IManagementGrain>(0).GetRuntimeStatistics([silo.SiloAddress]);
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
            Activations = runtime is [var counted] ? counted.ActivationCount : null,
            Load = Math.Clamp(machine.FilteredCpuUsagePercentage / 100d, 0, 1),
            MemoryLimitBytes = machine.MaximumAvailableMemoryBytes > 0 ? machine.MaximumAvailableMemoryBytes : null,
        };
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
