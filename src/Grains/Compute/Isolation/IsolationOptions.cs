namespace Switchyard.Compute.Isolation;

/// <summary>What isolation must know of its node.</summary>
public sealed record IsolationOptions
{
    public IsolationMode Mode { get; init; }

    /// <summary>The directory of the runs.</summary>
    public required string RunRoot { get; init; }

    /// <summary>Of the node alone: runs do not see them where they can be hidden. Directories and files.</summary>
    public IReadOnlyList<string> Hidden { get; init; } = [];

    /// <summary>The users that services name, by the key of the setting.</summary>
    public IReadOnlyDictionary<string, string> Users { get; init; } = new Dictionary<string, string>();

    /// <summary>A service limits its memory.</summary>
    public bool WantsLimits { get; init; }

    /// <summary>There are commands: what is missing matters.</summary>
    public bool HasCommands { get; init; }
}

/// <summary>What an isolation that is asked for needs and the machine does not have; begins with the key of the setting.</summary>
public sealed class IsolationMissingException(string message) : Exception(message);
