using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Switchyard.Client.Workers;
using Switchyard.Servers;

namespace Switchyard.Client.Node;

/// <summary>A node in a process of its own on data of its own, which can be started again at the same address.</summary>
public class RealNode : IAsyncLifetime
{
    private static int _names;

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("switchyard-client-");
    private readonly string[] _settings;
    private readonly List<NodeProcess> _processes = [];
    private readonly List<SwitchyardClient> _clients = [];

    public RealNode()
        : this([])
    {
    }

    protected RealNode(params IEnumerable<string> settings)
    {
        var port = FreePort.Take();
        Address = new($"http://127.0.0.1:{port}");
        // The ports stay: by them a cluster knows at once that a node which starts is the one that was killed.
        _settings =
        [
            $"Urls={Address}", $"Storage:DataDirectory={_data.FullName}", $"Cluster:SiloPort={FreePort.Take()}", $"Cluster:GatewayPort={FreePort.Take()}", .. settings,
        ];
    }

    public Uri Address { get; }

    public NodeProcess Process => _processes[^1];

    public SwitchyardClient Client { get; private set; } = null!;

    /// <summary>A queue that no other test has.</summary>
    public static string NewQueue() => $"queue-{Interlocked.Increment(ref _names)}";

    public async ValueTask InitializeAsync()
    {
        Client = Connect();
        await StartAsync();
    }

    /// <summary>Starts a node on the data of the one before, which must be gone.</summary>
    public Task StartAsync()
    {
        _processes.Add(NodeProcess.Launch(_settings));
        return Process.ServesAsync();
    }

    /// <summary>A client through handlers of the test's.</summary>
    public SwitchyardClient Connect(DelegatingHandler? through = null)
    {
        if (through is not null)
        {
            through.InnerHandler = new SocketsHttpHandler();
        }

        var client = new SwitchyardClient(through is null ? new HttpClient() : new HttpClient(through), new() { Address = Address });
        _clients.Add(client);
        return client;
    }

    /// <summary>Hosts workers of this node.</summary>
    public async Task<IHost> HostAsync(Action<IServiceCollection> workers, DelegatingHandler? through = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        var http = builder.Services.AddSwitchyardClient(options => options.Address = Address);
        if (through is not null)
        {
            http.AddHttpMessageHandler(() => through);
        }

        workers(builder.Services);
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }

    /// <summary>Makes tests quick: what waits in a test waits for an event.</summary>
    public static Action<TaskWorkerOptions> With(int concurrency = 4, double lease = 30, double grace = 20) => options =>
    {
        options.Concurrency = concurrency;
        options.Lease = TimeSpan.FromSeconds(lease);
        options.ShutdownGrace = TimeSpan.FromSeconds(grace);
        options.ReportInterval = TimeSpan.FromMilliseconds(50);
        options.MaxRetryDelay = TimeSpan.FromMilliseconds(500);
    };

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        _data.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }
}
