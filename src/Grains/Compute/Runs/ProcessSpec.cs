namespace Switchyard.Compute.Runs;

/// <summary>A command to run as processes of its own.</summary>
public sealed record ProcessSpec
{
    /// <summary>The program, by path or by name on PATH, and its arguments; no shell reads them.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Where it works, and where it is written down for a later life of the node.</summary>
    public required RunDirectory Directory { get; init; }

    /// <summary>All it has of an environment, but for a token that tells its processes from others.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>The most address space each of its processes may have, in bytes. Default: null, no limit.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>How long it may take after SIGTERM before SIGKILL. Default: 5 seconds.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Cancelled when there is no such time, or no longer. By itself it ends nothing.</summary>
    public CancellationToken AtOnce { get; init; }
}
