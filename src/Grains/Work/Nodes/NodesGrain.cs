using Orleans.Concurrency;
using Switchyard.Compute;
using Switchyard.Hosting;
using Switchyard.Work.Audit;
using Switchyard.Work.Events;

namespace Switchyard.Work.Nodes;

[StatelessWorker, Reentrant]
internal sealed class NodesGrain(IClusterMembershipService membership, IGrainFactory grains, AuditLog audit, TimeProvider time) : Grain, INodesGrain
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<IReadOnlyList<NodeView>> ListAsync()
    {
        var duties = Task.WhenAll(FindAsync(NodeDuties.Scheduling, grains.GetScheduler()), FindAsync(NodeDuties.Events, grains.GetEventHub()));
        var nodes = await Task.WhenAll(Names().Order(StringComparer.Ordinal).Select(DescribeAsync));
        var known = await duties;
        return [.. nodes.Select(node => node with { Duties = [.. known.Where(duty => duty.Node == node.Name).Select(duty => duty.Duty)] })];
    }

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

    /// <summary>Which node has the one grain that does it; null: none now.</summary>
    private async Task<(string Duty, string? Node)> FindAsync(string duty, IAddressable grain)
    {
        var silo = await grains.Reach<IManagementGrain>(0).GetActivationAddress(grain).AsTask().OrNullAsync(Patience, time);
        return (duty, silo is not null && membership.CurrentSnapshot.Members.TryGetValue(silo, out var member) ? member.Name : null);
    }

    private IEnumerable<string> Names() => membership.CurrentSnapshot.Members.Values
        .Where(member => member.Status is SiloStatus.Active or SiloStatus.ShuttingDown or SiloStatus.Stopping)
        .Select(member => member.Name)
        .Distinct();

    private async Task<NodeView> DescribeAsync(string name) =>
        await grains.Reach<INodeGrain>(name).DescribeAsync().OrNullAsync(Patience, time)
        ?? new NodeView(name, NodeState.Silent, Reason: "it does not answer");
}
