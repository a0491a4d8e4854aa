using Npgsql;
using Switchyard.Chaos.Clients;
using Switchyard.Servers;

namespace Switchyard.Chaos.Yard;

/// <summary>Nodes of one cluster as processes of this machine, and the servers that they use.</summary>
internal sealed class ChaosCluster : IAsyncDisposable
{
    private readonly List<ChaosNode> _nodes = [];
    private readonly List<ClusterClient> _clients = [];
    private readonly DirectoryInfo _directory;
    private readonly TimeProvider _time;

    /// <summary>How all nodes store.</summary>
    private readonly string[] _storage;

    private ChaosCluster(PostgresServer postgres, string database, bool isOnPostgres, DirectoryInfo directory, TimeProvider time)
    {
        (Postgres, Database, _directory, _time) = (postgres, database, directory, time);
        Troubles = new(time);
        _storage = isOnPostgres ? ["Storage:Provider=Postgres", $"ConnectionStrings:Switchyard={database}"] : [];
    }

    /// <summary>By which the run's own connections are told from the nodes'.</summary>
    public const string ApplicationName = "chaos";

    public PostgresServer Postgres { get; }

    /// <summary>The connection string of the cluster's own database.</summary>
    public string Database { get; }

    public Troubles Troubles { get; }

    public IReadOnlyList<ChaosNode> Nodes => _nodes;

    /// <summary>A directory of the run's own, with the logs of the nodes.</summary>
    public string Directory => _directory.FullName;

    /// <summary>Whether the directory goes at the end. Not after a run with findings: the logs tell why.</summary>
    public bool IsForgotten { get; set; }

    /// <param name="isOnPostgres">Else it has one node, on SQLite; the server is there for what loads use.</param>
    public static async Task<ChaosCluster> MakeAsync(TimeProvider time, bool isOnPostgres = true)
    {
        var postgres = await PostgresServer.StartNewAsync();
        return new(postgres, await postgres.CreateDatabaseAsync(), isOnPostgres, System.IO.Directory.CreateTempSubdirectory("switchyard-chaos-"), time);
    }

    public string PathOf(string name) => Path.Combine(Directory, name);

    /// <summary>Starts all nodes, and waits until they serve.</summary>
    /// <param name="program">Of which build a node is at a start, by its number from 1 and by how often it was started.</param>
    public async Task StartAsync(int count, IReadOnlyList<string> settings, Func<int, int, NodeProgram> program)
    {
        string[] all = [.. _storage, .. settings];
        for (var number = 1; number <= count; number++)
        {
            var (own, starts) = (number, 0);
            _nodes.Add(new(number, all, () => program(own, starts++), Directory, _time));
        }

        _nodes.ForEach(node => node.Launch());
        await ServesAsync();
    }

    /// <summary>A connection of the run's own to the cluster's database.</summary>
    public async Task<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Database) { Pooling = false, ApplicationName = ApplicationName }.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    public ClusterClient NewClient(int seed)
    {
        var client = new ClusterClient([.. _nodes.Select(node => node.Proxy.Address)], Troubles, _time, seed);
        lock (_clients)
        {
            _clients.Add(client);
        }

        return client;
    }

    /// <summary>For all clients.</summary>
    public void Do(Mischief mischief)
    {
        lock (_clients)
        {
            _clients.ForEach(client => client.Mischief = mischief);
        }
    }

    public ChaosNode AnyNode(Random random) => _nodes[random.Next(_nodes.Count)];

    public Task ServesAsync() => Task.WhenAll(_nodes.Select(node => node.ServesAsync()));

    /// <summary>Starts again what ended by itself, and waits until all serve.</summary>
    public Task SuperviseAsync()
    {
        _nodes.ForEach(node => node.Supervise());
        return ServesAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            client.Dispose();
        }

        await Task.WhenAll(_nodes.Select(node => node.DisposeAsync().AsTask()));
        await Postgres.DisposeAsync();
        if (IsForgotten)
        {
            _directory.Delete(recursive: true);
        }
    }
}
