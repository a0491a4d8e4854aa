using System.ComponentModel.DataAnnotations;

namespace Switchyard.Configuration;

/// <summary>The node's place in its cluster: the section <c>Cluster</c>.</summary>
internal sealed record NodeOptions
{
    /// <summary>Unique in the cluster; compute sources name it. Default: the machine's name.</summary>
    public string NodeName { get; init; } = Environment.MachineName;

    /// <summary>Nodes with the same id and the same database are one cluster. Default: switchyard.</summary>
    public string Id { get; init; } = "switchyard";

    /// <summary>The node is a pod of Kubernetes, and pods that are deleted are dead at once. Default: false.</summary>
    public bool Kubernetes { get; init; }

    /// <summary>
    /// Silos talk to each other here. Fixed, since a node that comes back at the same address takes its own stale place at
    /// once, at another it waits for it to be declared dead. Default: 11111.
    /// </summary>
    [Range(1, 65535)]
    public int SiloPort { get; init; } = 11111;

    /// <summary>Front ends connect here. An embedded node has no gateway. Default: 30000.</summary>
    [Range(1, 65535)]
    public int GatewayPort { get; init; } = 30000;

    /// <summary>
    /// The address that silo and gateway listen on and that other nodes are told; of a wildcard (<c>0.0.0.0</c>, <c>::</c>) they
    /// are told the address of the machine's name. Default: the address of the machine's name; an embedded node listens on
    /// loopback alone.
    /// </summary>
    public string? ListenAddress { get; init; }

    /// <summary>TLS of both ports, in which both sides show a certificate. Default: none.</summary>
    public ClusterTlsOptions Tls { get; init; } = new();

    /// <summary>
    /// How long a process that was told to stop still serves while it says that it is not ready: as long as a load balancer
    /// takes to see that. 0 to 30 seconds. Default: 0.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:30")]
    public TimeSpan LeaveDelay { get; init; }
}
