using Switchyard.Acceptance.Yard;
using Switchyard.Servers;

namespace Switchyard.Acceptance.Jobs;

/// <summary>A node as the users of the Jobs door know it, with directories of its own; all of it goes at the end.</summary>
public sealed class JobsNode : IRestartable, IAsyncDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("switchyard-jobs-");
    private readonly string[] _settings;
    private readonly List<NodeProcess> _processes = [];

    private JobsNode(string[] settings)
    {
        Input = Path.Combine(_root.FullName, "input");
        Directory.CreateDirectory(Path.Combine(Input, "archive"));
        _settings =
        [
            $"Storage:DataDirectory={Path.Combine(_root.FullName, "data")}", $"Jobs:InputDirectory={Input}", "Jobs:BumpEnabled=true", .. settings,
        ];
    }

    /// <summary>Holds the importable datasets, with <c>archive/</c>.</summary>
    public string Input { get; }

    /// <summary>The newest process; earlier ones have ended.</summary>
    public NodeProcess Process => _processes[^1];

    public Door Door { get; private set; } = null!;

    public JobsClient Jobs => new(Door);

    /// <param name="settings">They win over those chosen here.</param>
    public static async Task<JobsNode> StartAsync(params string[] settings)
    {
        var node = new JobsNode(settings);
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

    /// <summary>SIGKILL, and a new process on the same data.</summary>
    public async Task KillAndStartAsync()
    {
        await Process.KillAsync();
        await StartAsync();
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
