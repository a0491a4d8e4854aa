using Microsoft.Extensions.DependencyInjection;
using Switchyard.Hosting;
using Switchyard.Nodes;
using Switchyard.Servers;

namespace Switchyard.Storage;

/// <summary>A silo on one of the databases, for the tests of what Orleans keeps there.</summary>
public abstract class StorageFixture : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("switchyard-silo-").FullName;
    private TestSilo? _silo;

    public IServiceProvider Services => _silo!.Services;

    public async ValueTask InitializeAsync()
    {
        _silo = await TestSilo.StartAsync(await CreateStorageAsync(_directory));
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _silo!.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>What a second start of the same node does.</summary>
    public async Task PrepareAgainAsync()
    {
        foreach (var preparation in Services.GetServices<IStorePreparation>())
        {
            await preparation.PrepareAsync(TestContext.Current.CancellationToken);
        }
    }

    protected abstract Task<StorageOptions> CreateStorageAsync(string directory);
}

public sealed class SqliteStorageFixture : StorageFixture
{
    protected override Task<StorageOptions> CreateStorageAsync(string directory) =>
        Task.FromResult(new StorageOptions { DataDirectory = directory });
}

public sealed class PostgresStorageFixture : StorageFixture
{
    private readonly SharedPostgres _server = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _server.DisposeAsync();
    }

    protected override async Task<StorageOptions> CreateStorageAsync(string directory)
    {
        return new StorageOptions
        {
            Provider = StorageProvider.Postgres,
            DataDirectory = directory,
            ConnectionString = await _server.CreateDatabaseAsync(),
        };
    }
}
