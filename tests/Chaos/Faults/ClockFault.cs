using Switchyard.Chaos.Yard;

namespace Switchyard.Chaos.Faults;

/// <summary>A node's clock is set wrong, and put right again.</summary>
internal sealed class ClockFault(TimeSpan leaseTime, TimeProvider time) : IFault
{
    public string Name => "clock";

    public string Purpose => "the clock by which one node judges leases jumps ahead or back by several lease times, and back after some seconds";

    public TimeSpan? MostRecovery => null;

    public async Task HappenAsync(ChaosCluster cluster, Random random, CancellationToken cancellationToken)
    {
        var node = cluster.AnyNode(random);
        node.Clock.Shift = leaseTime * ((random.Next(2) == 0 ? 1 : -1) * (1 + (random.NextDouble() * 5)));
        node.Note($"clock off by {node.Clock.Shift}");
        await Task.Delay(TimeSpan.FromSeconds(2 + (random.NextDouble() * 3)), time, cancellationToken);
        node.Clock.Shift = TimeSpan.Zero;
        node.Note("clock right");
    }
}
