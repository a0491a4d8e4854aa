using System.Text.Json;
using Npgsql;
using Switchyard.Benchmarks.Nodes;
using Switchyard.Servers;

namespace Switchyard.Benchmarks.Peers;

/// <summary>All that are measured, on one server of PostgreSQL, each with a database of its own; BullMQ on Redis.</summary>
internal sealed class Contestants : IAsyncDisposable
{
    private const string Drivers = "tests/Benchmarks/Peers/Node";
    private const string Dotnet = "tests/PeerQueues/bin/Release/net10.0/Switchyard.PeerQueues.dll";

    private readonly List<IAsyncDisposable> _parts = [];

    public List<IContestant> All { get; } = [];

    /// <summary>Starts those whose names contain one of these words.</summary>
    public static async Task<Contestants> StartAsync(Databases databases, IReadOnlyList<string> words)
    {
        var these = new Contestants();
        var node = await Node.StartAsync(databases.NewDirectory(), await databases.NodeSettingsAsync("postgres"));
        these._parts.Add(node);
        these.All.AddRange([new OwnTasks(node), new OwnJobs(node)]);
        if (Has("graphile-worker"))
        {
            these.Add(StartNode("graphile-worker", "graphile", Url(await databases.CreatePostgresAsync())));
        }

        if (Has("pg-boss"))
        {
            these.Add(StartNode("pg-boss", "pgboss", Url(await databases.CreatePostgresAsync())));
        }

        foreach (var (name, policy) in ((string, string)[])[("fsync a second", "everysec"), ("fsync always", "always")])
        {
            if (Has($"BullMQ, {name}"))
            {
                var directory = Directory.CreateDirectory(databases.NewDirectory()).FullName;
                var redis = await RedisServer.StartAsync("--dir", directory, "--appendonly", "yes", "--appendfsync", policy);
                these._parts.Add(redis);
                these.Add(StartNode("BullMQ", "bullmq", redis.Address, $", {name}"));
            }
        }

        foreach (var name in (string[])["Hangfire", "Quartz"])
        {
            if (Has(name))
            {
                var address = await databases.CreatePostgresAsync();
                these.Add(PeerProcess.Start(name, hasBatches: false, "dotnet", "exec", Project.PathOf(Dotnet), name.ToLowerInvariant(), address));
            }
        }

        return these;

        bool Has(string name) => words.Count == 0 || words.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    public async ValueTask DisposeAsync()
    {
        _parts.Reverse();
        foreach (var part in _parts)
        {
            await part.DisposeAsync();
        }
    }

    private static PeerProcess StartNode(string package, string driver, string address, string suffix = "")
    {
        var modules = Project.PathOf(Path.Combine(Drivers, "node_modules"));
        using var about = JsonDocument.Parse(File.ReadAllText(Path.Combine(modules, package.ToLowerInvariant(), "package.json")));
        return PeerProcess.Start(
            $"{package} {about.RootElement.GetProperty("version").GetString()}{suffix}",
            hasBatches: true,
            Path.Combine(modules, ".bin", "node"),
            Project.PathOf(Path.Combine(Drivers, "driver.js")),
            driver,
            address);
    }

    private static string Url(string connectionString)
    {
        var its = new NpgsqlConnectionStringBuilder(connectionString);
        return $"postgres://{its.Username}@{its.Host}:{its.Port}/{its.Database}";
    }

    private void Add(PeerProcess peer)
    {
        All.Add(peer);
        _parts.Add(peer);
    }
}
