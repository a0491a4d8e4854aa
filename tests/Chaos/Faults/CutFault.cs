using Switchyard.Chaos.Yard;

namespace Switchyard.Chaos.Faults;

/// <summary>The network between clients and nodes breaks.</summary>
internal sealed class CutFault(TimeProvider time) : IFault
{
    public string Name => "cut";

    public string Purpose => "all connections of clients to some nodes break in the middle, several times; between, none can be made";

    public TimeSpan? MostRecovery => null;

    public async Task HappenAsync(ChaosCluster cluster, Random random, CancellationToken cancellationToken)
    {
        for (var round = 0; round < 4; round++)
        {
            var victims = cluster.Nodes.Where(_ => random.Next(2) == 0).ToList();
            victims.ForEach(node => node.Proxy.Cut());
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(700)), time, cancellationToken);
            victims.ForEach(node => node.Proxy.Mend());
        }
    }
}
