using Switchyard.Servers;

namespace Switchyard.Acceptance.Yard;

/// <summary>A node with an input directory and a data directory of its own; all of it goes at the end.</summary>
public sealed class TablesNode : IRestartable, IAsyncDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("switchyard-accept-");
    private readonly string[] _settings;
    private readonly List<NodeProcess> _processes = [];

    private TablesNode(Action<InputDirectory> fill, string[] settings)
    {
        Input = new InputDirectory(Path.Combine(_root.FullName, "input"));
        Directory.CreateDirectory(Path.Combine(Input.Path, "tables"));
        Directory.CreateDirectory(Path.Combine(Input.Path, "targets"));
        fill(Input);
        _settings = [$"Storage:DataDirectory={Path.Combine(_root.FullName, "data")}", $"Tables:InputDirectory={Input.Path}", .. settings];
    }

    public InputDirectory Input { get; }

    /// <summary>The newest process; earlier ones have ended.</summary>
    public NodeProcess Process => _processes[^1];

    public Door Door { get; private set; } = null!;

    /// <summary>Starts a node and waits for the end of its import.</summary>
    /// <param name="settings">They win over those chosen here.</param>
    public static async Task<TablesNode> StartAsync(Action<InputDirectory> fill, params string[] settings)
    {
        var node = await StartImportingAsync(fill, settings);
        try
        {
            await node.Door.ImportedAsync();
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a node, which imports when it already serves.</summary>
    public static async Task<TablesNode> StartImportingAsync(Action<InputDirectory> fill, params string[] settings)
    {
        var node = new TablesNode(fill, settings);
        try
        {
            await node.StartAsync();
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a node on this input and data, which no node may hold. Does not wait for the import.</summary>
    public async Task StartAsync()
    {
        Launch();
        await Process.ServesAsync();
        Door = new Door(Process.Http);
    }

    /// <summary>The same without waiting for anything.</summary>
    public void Launch() => _processes.Add(NodeProcess.Launch(_settings));

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        _root.Delete(recursive: true);
    }
}
