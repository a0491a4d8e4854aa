namespace Switchyard.Compute;

/// <summary>A service that is a command: an entry of the list <c>Services</c>.</summary>
public sealed record ServiceOptions
{
    /// <summary>What clients ask for; no other service has it. Required.</summary>
    public string Name { get; init; } = "";

    /// <summary>For people.</summary>
    public string Description { get; init; } = "No description";

    /// <summary>
    /// The program and its arguments, handed over as they are: no shell. It works in the run's directory, which holds
    /// <c>in/</c> and <c>out/</c>. A relative path of the program is one from the node's working directory. Required.
    /// </summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>In the order they are shown and judged. Default: none.</summary>
    public IReadOnlyList<ServiceInputOptions> Inputs { get; init; } = [];

    /// <summary>The one file of <c>out/</c> that becomes the result, by its path in it. Default: all its files.</summary>
    public string? Output { get; init; }

    /// <summary>After which a run is ended. Longer than nothing. Default: never.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The most resident memory that a run's processes may have together, in bytes, at least 1 MiB. Default: no limit.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>The most room that a run's directory may take, in bytes, at least 1 MiB; looked at every two seconds. Default: no limit.</summary>
    public long? DiskBytes { get; init; }

    /// <summary>The user that its runs are, by name or number; the node must be root. Default: with isolation one of their own, else the node's.</summary>
    public string? User { get; init; }

    /// <summary>Whether its runs have the machine's network where isolation can take it from them. Default: they have none.</summary>
    public bool? Network { get; init; }

    /// <summary>What its processes have besides PATH, HOME, TMPDIR (both in the run's directory) and the source's environment, which wins.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
