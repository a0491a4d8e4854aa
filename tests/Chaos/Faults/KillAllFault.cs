using Switchyard.Chaos.Yard;

namespace Switchyard.Chaos.Faults;

/// <summary>The power of the whole room is gone, and comes back.</summary>
internal sealed class KillAllFault : IFault
{
    public string Name => "kill-all";

    public string Purpose => "all nodes are killed (-9) at once, and started again at once";

    public TimeSpan? MostRecovery => TimeSpan.FromSeconds(15);

    public async Task HappenAsync(ChaosCluster cluster, Random random, CancellationToken cancellationToken)
    {
        await Task.WhenAll(cluster.Nodes.Select(node => node.KillAsync()));
        foreach (var node in cluster.Nodes)
        {
            node.Launch();
        }
    }
}
