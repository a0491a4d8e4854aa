using System.Diagnostics;
using System.Globalization;

namespace Switchyard.Servers;

/// <summary>
/// A real node in a process of its own, on free ports. Its program must lie beside the tests, which is so when their project
/// references the one of the node.
/// </summary>
public sealed class NodeProcess : IAsyncDisposable
{
    private const string ReadyLine = "Switchyard is ready at ";

    /// <summary>For a start or an end, on a machine that does much else.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly TaskCompletionSource<string> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _output = [];
    private readonly List<string> _errors = [];
    private readonly List<(string Part, TaskCompletionSource Said)> _awaited = [];

    private readonly Action<string>? _said;

    private NodeProcess(Process process, Action<string>? said)
    {
        (_process, _said) = (process, said);
    }

    public HttpClient Http { get; } = new() { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Where the node serves; known once it does.</summary>
    public Uri Address => Http.BaseAddress ?? throw new InvalidOperationException("The node does not serve yet.");

    public string Output => string.Join('\n', Snapshot(_output));

    public IReadOnlyList<string> Errors => Snapshot(_errors);

    /// <summary>Bytes of physical memory the node held at its largest. The node must run.</summary>
    public long PeakMemory
    {
        get
        {
            var line = File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return long.Parse(line.AsSpan()["VmHWM:".Length..^"kB".Length], NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture) * 1024;
        }
    }

    /// <summary>Starts a node that is expected to serve, and waits until it does.</summary>
    /// <param name="settings">Such as <c>Storage:DataDirectory=/tmp/data</c>. They win over the ports chosen here.</param>
    /// <exception cref="InvalidOperationException">The node ended instead; the message holds what it said.</exception>
    public static async Task<NodeProcess> StartAsync(params string[] settings)
    {
        var node = Launch(settings);
        try
        {
            await node.ServesAsync();
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a node without waiting for anything.</summary>
    public static NodeProcess Launch(params string[] settings) => Launch(new NodeProgram(), settings);

    /// <summary>Starts the front end alone without waiting for anything.</summary>
    public static NodeProcess LaunchFront(params string[] settings) => Launch(new NodeProgram { File = "Switchyard.Api.dll" }, settings);

    /// <summary>Starts a node of another build, or in an environment of its own.</summary>
    public static NodeProcess Launch(NodeProgram program, params string[] settings)
    {
        var file = Path.Combine(program.Directory, program.File);
        string[] starter = [.. program.Starter, .. program.IsNative ? Array.Empty<string>() : ["dotnet"], file];
        var start = new ProcessStartInfo(starter[0], starter[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in program.Environment)
        {
            start.Environment[name] = value;
        }

        string[] ports =
        [
            "Urls=http://127.0.0.1:0",
            $"Cluster:SiloPort={FreePort.Take()}",
            $"Cluster:GatewayPort={FreePort.Take()}",
        ];
        foreach (var setting in ports.Concat(settings))
        {
            start.ArgumentList.Add("--" + setting);
        }

        var node = new NodeProcess(new Process { StartInfo = start }, program.Said);
        node.Run();
        return node;
    }

    /// <summary>Waits until the node serves.</summary>
    /// <exception cref="InvalidOperationException">It ended instead.</exception>
    public async Task ServesAsync()
    {
        if (await Task.WhenAny(_ready.Task, EndAsync()) != _ready.Task)
        {
            throw new InvalidOperationException($"The node ended, or did not serve in time: {string.Join('\n', Errors)}\n{Output}");
        }

        Http.BaseAddress = new Uri(await _ready.Task);
    }

    /// <summary>Waits until the node has written a line that contains this; a line that was written before counts.</summary>
    public Task SaysAsync(string part)
    {
        lock (_output)
        {
            if (_output.Any(line => line.Contains(part, StringComparison.Ordinal)))
            {
                return Task.CompletedTask;
            }

            var said = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((part, said));
            return said.Task.WaitAsync(Patience);
        }
    }

    /// <summary>The number of its process.</summary>
    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    public void SendTerminate() => Signal.Send(_process.Id, Signal.Terminate);

    /// <summary>Stops the node in its tracks (SIGSTOP); its connections stay open.</summary>
    public void Freeze() => Signal.Send(_process.Id, Signal.Stop);

    /// <summary>Lets a frozen node go on.</summary>
    public void Thaw() => Signal.Send(_process.Id, Signal.Continue);

    public void SendInterrupt() => Signal.Send(_process.Id, Signal.Interrupt);

    /// <summary>Waits for the end; answers the exit code.</summary>
    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    /// <summary>Ends the node as it should end (SIGTERM); answers the exit code.</summary>
    public Task<int> TerminateAsync()
    {
        SendTerminate();
        return EndAsync();
    }

    /// <summary>Ends the node as a power cut would (SIGKILL), and waits until it is gone.</summary>
    public Task KillAsync()
    {
        _process.Kill();
        return EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!_process.HasExited)
        {
            // Alone: what it runs ends by itself, which is a promise of the node's.
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    private static string[] Snapshot(List<string> lines)
    {
        lock (lines)
        {
            return [.. lines];
        }
    }

    private void Run()
    {
        _process.OutputDataReceived += (_, line) => Keep(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(_errors, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Keep(List<string> lines, string? line)
    {
        if (line is null)
        {
            return;
        }

        _said?.Invoke(line);
        lock (lines)
        {
            lines.Add(line);
        }

        if (line.StartsWith(ReadyLine, StringComparison.Ordinal))
        {
            _ready.TrySetResult(line[ReadyLine.Length..]);
        }

        lock (_output)
        {
            foreach (var (part, said) in _awaited)
            {
                if (line.Contains(part, StringComparison.Ordinal))
                {
                    said.TrySetResult();
                }
            }
        }
    }
}
