using Switchyard.Hosting;

namespace Switchyard.Work.Nodes;

/// <summary>
/// A node's settings, told by itself: the key is its name, and the grain is on it. A grain of its own, so that in a cluster of two
/// releases a node that does not know it is not asked.
/// </summary>
[Alias("switchyard.work.node-settings-grain")]
public interface INodeSettingsGrain : IGrainWithStringKey
{
    /// <summary>Without secrets. Empty: its host tells nothing.</summary>
    /// <exception cref="OrleansException">The node is not in the cluster now, or is of an earlier release.</exception>
    [Alias("list"), Repeatable]
    Task<IReadOnlyList<SettingInForce>> ListAsync();
}
