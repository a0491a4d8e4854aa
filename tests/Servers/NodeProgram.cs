namespace Switchyard.Servers;

/// <summary>Which node is started, and in what environment.</summary>
public sealed record NodeProgram
{
    /// <summary>Where its program lies. By default beside the tests.</summary>
    public string Directory { get; init; } = AppContext.BaseDirectory;

    /// <summary>The node, or the front end alone.</summary>
    public string File { get; init; } = "Switchyard.Silo.dll";

    /// <summary>Whether the file is a program of the machine's own, which needs no <c>dotnet</c>.</summary>
    public bool IsNative { get; init; }

    /// <summary>What starts it, with its arguments: to be another user, say. It must become the node.</summary>
    public IReadOnlyList<string> Starter { get; init; } = [];

    /// <summary>Added to the environment of this process.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Is told each line that the node writes, on any thread.</summary>
    public Action<string>? Said { get; init; }
}
