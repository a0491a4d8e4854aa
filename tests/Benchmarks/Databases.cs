using Npgsql;
using Switchyard.Benchmarks.Profiling;
using Switchyard.Hosting;
using Switchyard.Servers;
using Switchyard.Work.Store;
using Switchyard.Work.Store.Postgres;
using Switchyard.Work.Store.Sqlite;

namespace Switchyard.Benchmarks;

/// <summary>The databases that are measured, each time an empty one; all of them go with this object.</summary>
internal sealed class Databases(Settings settings) : IAsyncDisposable
{
    /// <summary>As where other queues were measured.</summary>
    private const string SharedBuffers = "512MB";

    private const string ConnectionSetting = "ConnectionStrings:Switchyard=";

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("switchyard-bench-");
    private PostgresServer? _server;
    private int _made;

    /// <summary>The server of PostgreSQL, for who has rights there; null before its first database.</summary>
    public string? Server => _server?.ConnectionString("postgres");

    public IEnumerable<string> Names => settings.Database is { } one ? [one] : ["sqlite", "postgres"];

    /// <summary>A directory that is not there yet.</summary>
    public string NewDirectory() => Path.Combine(_root.FullName, $"{++_made}");

    /// <summary>Opens a store over a new database.</summary>
    public async Task<WorkStore> OpenStoreAsync(string name)
    {
        if (name == "postgres")
        {
            return await PostgresWorkStore.OpenAsync(await CreatePostgresAsync(), new WorkStoreOptions(), TimeProvider.System);
        }

        var directory = Directory.CreateDirectory(NewDirectory());
        return await SqliteWorkStore.OpenAsync(Path.Combine(directory.FullName, "work.db"), new WorkStoreOptions(), TimeProvider.System);
    }

    /// <summary>The settings with which a node takes a new database.</summary>
    public async Task<IReadOnlyList<string>> NodeSettingsAsync(string name) => name == "postgres"
        ? ["Storage:Provider=Postgres", ConnectionSetting + await CreatePostgresAsync()]
        : [];

    /// <summary>Opens the store of a node that has ended.</summary>
    public static async Task<WorkStore> OpenStoreOfAsync(string directory, IReadOnlyList<string> nodeSettings) =>
        nodeSettings.FirstOrDefault(setting => setting.StartsWith(ConnectionSetting, StringComparison.Ordinal)) is { } connection
            ? await PostgresWorkStore.OpenAsync(connection[ConnectionSetting.Length..], new WorkStoreOptions(), TimeProvider.System)
            : await SqliteWorkStore.OpenAsync(
                new StorageOptions { DataDirectory = directory }.WorkDatabase, new WorkStoreOptions(), TimeProvider.System);

    /// <summary>An empty database of PostgreSQL; its connection string.</summary>
    public async Task<string> CreatePostgresAsync()
    {
        if (_server is null)
        {
            _server = await PostgresServer.StartNewAsync(
                connections: 400,
                settings: [$"shared_buffers={SharedBuffers}", .. settings.Postgres, .. settings.Profile is null ? [] : (string[])[StatementCounts.Setting]]);
            await using var connection = new NpgsqlConnection(await _server.CreateDatabaseAsync());
            await connection.OpenAsync();
            var own = string.Concat(settings.Postgres.Select(one => ", " + one));
            Console.WriteLine($"PostgreSQL {connection.PostgreSqlVersion}, shared_buffers {SharedBuffers}{own}, else its defaults (fsync and synchronous_commit on), on the same cores");
        }

        return await _server.CreateDatabaseAsync();
    }

    /// <summary>What the processes of PostgreSQL have used so far; 0 without one.</summary>
    public TimeSpan ProcessorTime() => _server?.ProcessorTime() ?? TimeSpan.Zero;

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _root.Delete(recursive: true);
    }
}
