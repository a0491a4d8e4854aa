namespace Switchyard.Hosting;

/// <summary>Whether this node can serve: joined to the cluster, storage reachable, not draining.</summary>
public interface INodeReadiness
{
    bool IsReady { get; }

    /// <summary>Why not; null when ready.</summary>
    string? Reason { get; }
}
