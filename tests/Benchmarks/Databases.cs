using Npgsql;
using Switchyard.Servers;
using Switchyard.Work.Store;
using Switchyard.Work.Store.Postgres;
using Switchyard.Work.Store.Sqlite;

namespace Switchyard.Benchmarks;

/// <summary>The databases that are measured, each time an empty one; all of them go with this object.</summary>
internal sealed class Databases(Settings settings) : IAsyncDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("switchyard-bench-");
    private PostgresServer? _server;
    private int _made;

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
        ? ["Storage:Provider=Postgres", $"ConnectionStrings:Switchyard={await CreatePostgresAsync()}"]
        : [];

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _root.Delete(recursive: true);
    }

    private async Task<string> CreatePostgresAsync()
    {
        if (_server is null)
        {
            _server = await PostgresServer.StartNewAsync();
            await using var connection = new NpgsqlConnection(await _server.CreateDatabaseAsync());
            await connection.OpenAsync();
            Console.WriteLine($"PostgreSQL {connection.PostgreSqlVersion}, with its defaults (fsync and synchronous_commit on), on the same cores");
        }

        return await _server.CreateDatabaseAsync();
    }
}
