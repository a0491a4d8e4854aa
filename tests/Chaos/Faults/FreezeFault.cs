using Switchyard.Chaos.Yard;

namespace Switchyard.Chaos.Faults;

/// <summary>A virtual machine is paused: the node wakes up as a zombie, whose leases are long over and who does not know.</summary>
internal sealed class FreezeFault(TimeSpan leaseTime, TimeProvider time) : IFault
{
    public string Name => "freeze";

    public string Purpose => "one node is stopped (SIGSTOP) for longer than its leases, and continued";

    public TimeSpan? MostRecovery => null;

    public async Task HappenAsync(ChaosCluster cluster, Random random, CancellationToken cancellationToken)
    {
        var node = cluster.AnyNode(random);
        node.Note("frozen");
        node.Process!.Freeze();
        try
        {
            await Task.Delay(leaseTime + TimeSpan.FromSeconds(1 + (random.NextDouble() * 3)), time, cancellationToken);
        }
        finally
        {
            node.Process.Thaw();
            node.Note("continued");
        }
    }
}
