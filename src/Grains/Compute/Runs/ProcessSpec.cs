using Switchyard.Compute.Isolation;

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

    /// <summary>What is around it. Default: null, nothing: it is the node's user, and its processes are found by their descent.</summary>
    public RunCage? Cage { get; init; }

    /// <summary>The line on its standard input, which others cannot read as they can its environment. Default: none.</summary>
    public string Input { get; init; } = "";

    /// <summary>The most resident memory its processes may have together, in bytes. Default: null, no limit.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>The most room its directory may take, in bytes. Default: null, no limit.</summary>
    public long? DiskBytes { get; init; }

    /// <summary>How long it may take after SIGTERM before SIGKILL. Default: 5 seconds.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Cancelled when there is no such time, or no longer. By itself it ends nothing.</summary>
    public CancellationToken AtOnce { get; init; }
}
