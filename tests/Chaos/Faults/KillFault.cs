using Switchyard.Chaos.Yard;

namespace Switchyard.Chaos.Faults;

/// <summary>A machine loses its power.</summary>
internal sealed class KillFault(TimeProvider time) : IFault
{
    public string Name => "kill";

    public string Purpose => "one node is killed (-9), and started again within 2 s";

    public TimeSpan? MostRecovery => TimeSpan.FromSeconds(5);

    public async Task HappenAsync(ChaosCluster cluster, Random random, CancellationToken cancellationToken)
    {
        var node = cluster.AnyNode(random);
        await node.KillAsync();
        await Task.Delay(TimeSpan.FromSeconds(random.NextDouble() * 2), time, cancellationToken);
        node.Launch();
    }
}
