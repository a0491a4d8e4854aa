namespace Switchyard.Hosting;

/// <summary>Names that silos and clients of one cluster share.</summary>
public static class ClusterNames
{
    /// <summary>
    /// The Orleans service id. State and reminders are stored under it, so it never changes, whatever <c>Cluster:Id</c> is.
    /// </summary>
    public const string ServiceId = "switchyard";

    /// <summary>The grain storage for everything small and rare; also the default.</summary>
    public const string SmallStorage = "small";

    /// <summary>Whose the keys of data protection are; what was encrypted under another name cannot be read.</summary>
    public const string ProtectionName = "switchyard";
}
