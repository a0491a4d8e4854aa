namespace Switchyard.Servers;

/// <summary>Which node is started, and in what environment.</summary>
public sealed record NodeProgram
{
    /// <summary>Where its program lies. By default beside the tests.</summary>
    public string Directory { get; init; } = AppContext.BaseDirectory;

    /// <summary>Added to the environment of this process.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Is told each line that the node writes, on any thread.</summary>
    public Action<string>? Said { get; init; }
}
