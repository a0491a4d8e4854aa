using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Switchyard.Benchmarks.Nodes;

/// <summary>A real node in a process of its own, on free ports, with a data directory of its own.</summary>
internal sealed class Node : IAsyncDisposable
{
    private const string ReadyLine = "Switchyard is ready at ";
    private const int Terminate = 15;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TaskCompletionSource<string> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _said = [];

    private Node(Process process) => Process = process;

    public Process Process { get; }

    /// <summary>For any number of calls at once; each has a connection to itself.</summary>
    public HttpClient Http { get; } = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { Timeout = Patience };

    /// <summary>Starts a node and waits until it serves.</summary>
    /// <param name="heapLimit">Bytes that its objects may take, at most; null: what the machine has.</param>
    /// <param name="environment">Variables beside those of this process; null: none.</param>
    /// <param name="program">Another program than the one that was built with this; null: that.</param>
    /// <exception cref="InvalidOperationException">It ended instead; the message holds what it said.</exception>
    public static async Task<Node> StartAsync(
        string dataDirectory, IEnumerable<string> settings, long? heapLimit = null, IReadOnlyDictionary<string, string>? environment = null, string? program = null)
    {
        string[] all =
        [
            "Urls=http://127.0.0.1:0",
            $"Cluster:SiloPort={FreePort()}",
            $"Cluster:GatewayPort={FreePort()}",
            $"Storage:DataDirectory={dataDirectory}",
            .. settings,
        ];
        var words = all.Select(setting => "--" + setting);
        var start = new ProcessStartInfo(program ?? "dotnet", program is null ? [Path.Combine(AppContext.BaseDirectory, "Switchyard.Silo.dll"), .. words] : words)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (heapLimit is { } limit)
        {
            start.Environment["DOTNET_GCHeapHardLimit"] = limit.ToString("X", CultureInfo.InvariantCulture);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var node = new Node(new Process { StartInfo = start });
        node.Run();
        var end = node.Process.WaitForExitAsync();
        if (await Task.WhenAny(node._ready.Task, end).WaitAsync(Patience) == end)
        {
            throw new InvalidOperationException($"The node ended: {node.Said()}");
        }

        node.Http.BaseAddress = new Uri(await node._ready.Task);
        return node;
    }

    /// <summary>The largest resident memory so far, in MiB.</summary>
    public double PeakMemory() => Status("VmHWM:");

    /// <summary>The resident memory, in MiB.</summary>
    public double Memory() => Status("VmRSS:");

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!Process.HasExited)
        {
            _ = Kill(Process.Id, Terminate);
            try
            {
                await Process.WaitForExitAsync().WaitAsync(Patience);
            }
            catch (TimeoutException)
            {
                Process.Kill(entireProcessTree: true);
            }
        }

        // Where a profile knows the names of its methods from.
        File.Delete($"/tmp/perf-{Process.Id}.map");
        Process.Dispose();
    }

    private double Status(string word)
    {
        var line = File.ReadLines($"/proc/{Process.Id}/status").First(line => line.StartsWith(word, StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Run()
    {
        Process.OutputDataReceived += (_, line) => Keep(line.Data);
        Process.ErrorDataReceived += (_, line) => Keep(line.Data);
        Process.Start();
        Process.BeginOutputReadLine();
        Process.BeginErrorReadLine();
    }

    private void Keep(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_said)
        {
            _said.Add(line);
        }

        if (line.StartsWith(ReadyLine, StringComparison.Ordinal))
        {
            _ready.TrySetResult(line[ReadyLine.Length..]);
        }
    }

    private string Said()
    {
        lock (_said)
        {
            return string.Join('\n', _said);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
