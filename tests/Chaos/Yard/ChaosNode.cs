using System.Globalization;
using Switchyard.Servers;
using Switchyard.Servers.Network;

namespace Switchyard.Chaos.Yard;

/// <summary>One node of the cluster: the same name, ports and settings each time that it is started.</summary>
internal sealed class ChaosNode : IAsyncDisposable
{
    private readonly string[] _settings;
    private readonly Func<NodeProgram> _program;
    private readonly StreamWriter _log;
    private readonly TimeProvider _time;
    private readonly int _port = FreePort.Take();

    /// <param name="program">Asked at each start: a node may come back as another build.</param>
    /// <param name="directory">For its log and its scratch files.</param>
    public ChaosNode(int number, IEnumerable<string> settings, Func<NodeProgram> program, string directory, TimeProvider time)
    {
        Name = string.Create(CultureInfo.InvariantCulture, $"node{number}");
        _program = program;
        _settings =
        [
            $"Urls=http://127.0.0.1:{_port}",
            $"Cluster:NodeName={Name}",
            $"Cluster:SiloPort={FreePort.Take()}",
            $"Cluster:GatewayPort={FreePort.Take()}",
            $"Storage:DataDirectory={Path.Combine(directory, Name)}",
            .. settings,
        ];
        Proxy = new(_port, time);
        _time = time;
        Clock = new(Path.Combine(directory, Name + ".clock"));
        _log = new(Path.Combine(directory, Name + ".log"), append: true) { AutoFlush = true };
    }

    public string Name { get; }

    /// <summary>What clients connect to.</summary>
    public Proxy Proxy { get; }

    /// <summary>What the node takes for the time.</summary>
    public ShiftedClock Clock { get; }

    public NodeProcess? Process { get; private set; }

    /// <summary>Starts it without waiting. The process before must be gone.</summary>
    public void Launch()
    {
        var program = _program();
        var environment = new Dictionary<string, string>(program.Environment);
        Clock.AddTo(environment);
        Process = NodeProcess.Launch(program with { Environment = environment, Said = Log }, _settings);
    }

    /// <summary>Waits until it serves, for as long as a start may take. A node that ended is started again, as a supervisor would.</summary>
    public async Task ServesAsync()
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await Process!.ServesAsync();
                return;
            }
            catch (InvalidOperationException) when (tries < 5 && Process!.HasEnded)
            {
                Note("it ended instead of serving, and is started again");
                Launch();
            }
        }
    }

    public async Task KillAsync()
    {
        if (!Process!.HasEnded)
        {
            await Process.KillAsync();
        }

        Note("killed");
    }

    /// <summary>Starts it again if it ended by itself.</summary>
    public void Supervise()
    {
        if (Process!.HasEnded)
        {
            Note("it ended by itself, and is started again");
            Launch();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Process is not null)
        {
            await Process.DisposeAsync();
        }

        Proxy.Dispose();
        Clock.Dispose();
        await _log.DisposeAsync();
    }

    /// <summary>Writes into the node's log what was done to it.</summary>
    public void Note(string what) => Log($"{_time.GetUtcNow():O} -- {what}");

    private void Log(string line)
    {
        lock (_log)
        {
            _log.WriteLine(line);
        }
    }
}
