using System.Globalization;
using Switchyard.Acceptance.Yard;
using Switchyard.Servers;

namespace Switchyard.Acceptance.Tickets;

/// <summary>A node with a directory of its own, for data, runs and the scripts of services; all of it goes at the end.</summary>
internal sealed class TicketsNode : IAsyncDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("switchyard-accept-");
    private readonly List<NodeProcess> _processes = [];
    private readonly string[] _settings;
    private int _scripts;

    /// <remarks>The ports stay: by them a cluster knows at once that a node which starts is the one that was killed.</remarks>
    public TicketsNode(params string[] settings) => _settings =
    [
        $"Storage:DataDirectory={Path.Combine(_root.FullName, "data")}",
        $"Cluster:SiloPort={FreePort.Take()}",
        $"Cluster:GatewayPort={FreePort.Take()}",
        "Compute:DrainTime=00:00:00",
        .. settings,
    ];

    public Door Door { get; private set; } = null!;

    public NodeProcess Process => _processes[^1];

    public string PathOf(string name) => Path.Combine(_root.FullName, name);

    /// <summary>The settings of a service that is a shell script.</summary>
    public IEnumerable<string> Script(string name, string script, params IEnumerable<string> settings)
    {
        var file = PathOf(name + ".sh");
        File.WriteAllText(file, script);
        var key = $"Services:{_scripts++}";
        return [$"{key}:Name={name}", $"{key}:Command:0=/bin/sh", $"{key}:Command:1={file}", .. settings.Select(setting => $"{key}:{setting}")];
    }

    /// <summary>Starts a node on the data of the one before, which must be gone.</summary>
    public async Task StartAsync(params IEnumerable<string> settings)
    {
        _processes.Add(NodeProcess.Launch([.. _settings, .. settings]));
        await Process.ServesAsync();
        Door = new Door(Process.Http);
    }

    /// <summary>The processes that work in a directory of this node: its runs, and nothing else.</summary>
    public IReadOnlyList<string> Runs() => [.. Directory.EnumerateDirectories("/proc")
        .Where(process => int.TryParse(Path.GetFileName(process), NumberStyles.None, CultureInfo.InvariantCulture, out _) && WorksHere(process))];

    /// <summary>Those of them whose command line contains this.</summary>
    public IEnumerable<string> Runs(string part) => Runs().Where(process => CommandOf(process).Contains(part, StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        await Eventually.AskAsync(() => Task.FromResult(Runs().Select(run => $"{run}: {CommandOf(run).Replace('\0', ' ')}").ToList()), runs => runs.Count == 0);
        _root.Delete(recursive: true);
    }

    private static string CommandOf(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (IOException)
        {
            // It has ended.
            return "";
        }
    }

    private bool WorksHere(string process)
    {
        try
        {
            return new FileInfo(Path.Combine(process, "cwd")).LinkTarget?.StartsWith(_root.FullName + "/", StringComparison.Ordinal) == true;
        }
        catch (IOException)
        {
            // It has ended.
            return false;
        }
    }
}
