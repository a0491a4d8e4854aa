using Switchyard.Acceptance.Yard;
using Switchyard.Servers;

namespace Switchyard.Acceptance.Tasks;

/// <summary>A node with a data directory of its own, which goes at the end.</summary>
public sealed class TasksNode : IRestartable, IAsyncDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("switchyard-tasks-");
    private readonly string[] _settings;
    private readonly List<NodeProcess> _processes = [];

    private TasksNode(string[] settings) => _settings = [$"Storage:DataDirectory={Path.Combine(_root.FullName, "data")}", .. settings];

    /// <summary>The newest process; earlier ones have ended.</summary>
    public NodeProcess Process => _processes[^1];

    public Door Door { get; private set; } = null!;

    public TasksClient Tasks => new(Door);

    /// <param name="settings">They win over those chosen here.</param>
    public static async Task<TasksNode> StartAsync(params string[] settings)
    {
        var node = new TasksNode(settings);
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

    /// <summary>Starts a node on this data, which no node may hold.</summary>
    public async Task StartAsync()
    {
        _processes.Add(NodeProcess.Launch(_settings));
        await Process.ServesAsync();
        Door = new Door(Process.Http);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        _root.Delete(recursive: true);
    }
}
