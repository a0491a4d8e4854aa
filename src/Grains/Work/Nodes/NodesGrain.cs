using Orleans.Concurrency;
using Switchyard.Hosting;
using Switchyard.Work.Audit;

namespace Switchyard.Work.Nodes;

[StatelessWorker, Reentrant]
internal sealed class NodesGrain(IClusterMembershipService membership, IGrainFactory grains, AuditLog audit, TimeProvider time) : Grain, INodesGrain
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<IReadOnlyList<NodeView>> ListAsync() =>
        await Task.WhenAll(Names().Order(StringComparer.Ordinal).Select(DescribeAsync));

    public async Task<NodeView?> DrainAsync(string name)
    {
        if (!Names().Contains(name))
        {
            return null;
        }

        await audit.AddAsync(AuditActs.Drain, entry => entry with { Subject = name });
        await grains.Reach<INodeGrain>(name).LeaveAsync();
        return await DescribeAsync(name) with { State = NodeState.Draining };
    }

    private IEnumerable<string> Names() => membership.CurrentSnapshot.Members.Values
        .Where(member => member.Status is SiloStatus.Active or SiloStatus.ShuttingDown or SiloStatus.Stopping)
        .Select(member => member.Name)
        .Distinct();

    private async Task<NodeView> DescribeAsync(string name)
    {
        try
        {
            return await grains.Reach<INodeGrain>(name).DescribeAsync().WaitAsync(Patience, time);
        }
        catch (Exception exception) when (exception is TimeoutException or OrleansException)
        {
            return new NodeView(name, NodeState.Silent, Reason: "it does not answer");
        }
    }
}
