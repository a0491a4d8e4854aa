using Switchyard.Servers;

namespace Switchyard.Cluster.Yard;

/// <summary>
/// Three nodes, a, b and c, on one PostgreSQL, each with fixed ports and a compute source of its own. Tests take nodes away
/// and have them all back at their end.
/// </summary>
public sealed class ThreeNodes : IAsyncLifetime
{
    /// <summary>A service that says where it works, and ends when the gate is open.</summary>
    public const string GatedService = "gated";

    private const int Tables = 1500;

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("switchyard-cluster-");
    private readonly List<NodeProcess> _processes = [];
    private readonly NodeProcess?[] _nodes = new NodeProcess?[3];
    private readonly int[][] _ports = [.. Enumerable.Range(0, 3).Select(_ => new[] { FreePort.Take(), FreePort.Take(), FreePort.Take() })];
    private string _database = "";

    public static IReadOnlyList<string> Names { get; } = ["a", "b", "c"];

    public PostgresServer Server { get; private set; } = null!;

    public NodeProcess this[int node] => _nodes[node] ?? throw new InvalidOperationException($"The node {Names[node]} does not run.");

    public Uri AddressOf(int node) => new($"http://127.0.0.1:{_ports[node][0]}");

    private string[] ClientSettings => [$"ConnectionStrings:Switchyard={_database}"];

    private string Gate => Path.Combine(_root.FullName, "gate");

    private string Script => Path.Combine(_root.FullName, "gated.sh");

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(Script, $"pwd\nwhile [ ! -e {Gate} ]; do sleep 0.1; done\npwd > out/where.txt\n");
        Server = await PostgresServer.StartNewAsync();
        _database = await Server.CreateDatabaseAsync();
        CampaignFiles.Write(Path.Combine(_root.FullName, "input"), Tables);
        await StartAllAsync();
    }

    /// <summary>Starts a node that does not run, on the ports that it had; waits until it serves.</summary>
    public async Task<NodeProcess> StartAsync(int node, params string[] settings)
    {
        var process = Launch(node, settings);
        await process.ServesAsync();
        return process;
    }

    /// <summary>The same without waiting for anything.</summary>
    public NodeProcess Launch(int node, params string[] settings)
    {
        var (name, ports) = (Names[node], _ports[node]);
        var process = NodeProcess.Launch(
        [
            $"Urls=http://127.0.0.1:{ports[0]}", $"Cluster:SiloPort={ports[1]}", $"Cluster:GatewayPort={ports[2]}", $"Cluster:NodeName={name}",
            "Storage:Provider=Postgres", .. ClientSettings, $"Storage:DataDirectory={Path.Combine(_root.FullName, name)}",
            $"Tables:InputDirectory={Path.Combine(_root.FullName, "input")}", "Tables:LeaseTimeout=00:10:00",
            .. Names.SelectMany((of, number) => new[] { $"Compute:Sources:{number}:Name=at-{of}", $"Compute:Sources:{number}:Node={of}", $"Compute:Sources:{number}:Slots=2" }),
            "Compute:Lease=00:00:05", $"Services:0:Name={GatedService}", "Services:0:Command:0=/bin/sh", $"Services:0:Command:1={Script}", .. settings,
        ]);
        _processes.Add(process);
        return _nodes[node] = process;
    }

    public void OpenGate() => File.WriteAllText(Gate, "");

    public void CloseGate() => File.Delete(Gate);

    /// <summary>Starts those nodes that do not run.</summary>
    public async Task StartAllAsync()
    {
        var starting = Enumerable.Range(0, 3).Where(node => _nodes[node] is null or { HasEnded: true }).ToList();
        await Task.WhenAll(starting.Select(node => StartAsync(node)));
    }

    /// <summary>Ends a node as it should end; answers its exit code.</summary>
    public Task<int> TerminateAsync(int node)
    {
        var process = this[node];
        Assert.False(process.HasEnded, $"The node {Names[node]} ended by itself: {string.Join('\n', process.Errors)}\n{process.Output}");
        return process.TerminateAsync();
    }

    /// <summary>Starts a front end alone, which is its caller's.</summary>
    public async Task<NodeProcess> StartFrontAsync()
    {
        var front = NodeProcess.LaunchFront(ClientSettings);
        try
        {
            await front.ServesAsync();
            await Eventually.IsAsync(async () =>
            {
                using var ready = await front.Http.GetAsync(new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken);
                return ready.IsSuccessStatusCode;
            });
            return front;
        }
        catch
        {
            await front.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until the cluster believes that these nodes are active, and no others.</summary>
    /// <param name="names">Such as "a c".</param>
    public async Task AreActiveAsync(string names) =>
        await Eventually.IsAsync(async () => await Membership.ActiveAsync(_database) == names);

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        await Server.DisposeAsync();
        _root.Delete(recursive: true);
    }
}
