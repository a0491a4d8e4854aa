using Switchyard.Chaos.Yard;

namespace Switchyard.Chaos.Faults;

/// <summary>The network between clients and nodes is slow.</summary>
internal sealed class SlowFault(TimeProvider time) : IFault
{
    public string Name => "delay";

    public string Purpose => "requests and answers arrive up to 0.4 s late, for three seconds";

    public TimeSpan? MostRecovery => null;

    public async Task HappenAsync(ChaosCluster cluster, Random random, CancellationToken cancellationToken)
    {
        foreach (var node in cluster.Nodes)
        {
            node.Proxy.Delay = TimeSpan.FromMilliseconds(random.Next(400));
        }

        await Task.Delay(TimeSpan.FromSeconds(3), time, cancellationToken);
        foreach (var node in cluster.Nodes)
        {
            node.Proxy.Delay = TimeSpan.Zero;
        }
    }
}
