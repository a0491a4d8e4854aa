using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Switchyard.Hosting;

/// <summary>A real node in a process of its own, on free ports, with a data directory of its own.</summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    private const string ReadyLine = "Switchyard is ready at ";
    private const int Terminate = 15;
    private const int Interrupt = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly TaskCompletionSource<string> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _output = [];
    private readonly List<string> _errors = [];

    private NodeProcess(Process process)
    {
        _process = process;
    }

    public HttpClient Http { get; } = new();

    public string Output => string.Join('\n', Snapshot(_output));

    public IReadOnlyList<string> Errors => Snapshot(_errors);

    /// <summary>Starts a node that is expected to serve, and waits until it does.</summary>
    public static async Task<NodeProcess> StartAsync(params string[] settings)
    {
        var node = Launch(settings);
        var first = await Task.WhenAny(node._ready.Task, node.EndAsync());
        Assert.True(first == node._ready.Task, $"The node ended: {string.Join('\n', node.Errors)}\n{node.Output}");
        node.Http.BaseAddress = new Uri(await node._ready.Task);
        return node;
    }

    /// <summary>Starts a node without waiting for anything. Later settings win over the ports chosen here.</summary>
    public static NodeProcess Launch(params string[] settings)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] ports =
        [
            "Urls=http://127.0.0.1:0",
            $"Cluster:SiloPort={FreePort.Take()}",
            $"Cluster:GatewayPort={FreePort.Take()}",
        ];
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Switchyard.Silo.dll"));
        foreach (var setting in ports.Concat(settings))
        {
            start.ArgumentList.Add("--" + setting);
        }

        var node = new NodeProcess(new Process { StartInfo = start });
        node.Run();
        return node;
    }

    public void SendTerminate() => Send(Terminate);

    public void SendInterrupt() => Send(Interrupt);

    /// <summary>Waits for the end; answers the exit code.</summary>
    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
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

        lock (lines)
        {
            lines.Add(line);
        }

        if (line.StartsWith(ReadyLine, StringComparison.Ordinal))
        {
            _ready.TrySetResult(line[ReadyLine.Length..]);
        }
    }

    private void Send(int signal) => Assert.Equal(0, Kill(_process.Id, signal));

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
