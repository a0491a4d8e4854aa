using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Switchyard.Hosting;

namespace Switchyard.Blobs;

internal static class BlobHosting
{
    public static void AddDirectoryBlobs(this IServiceCollection services, StorageOptions storage)
    {
        services.AddSingleton(provider =>
            new DirectoryBlobStore(storage.BlobDirectory, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IBlobStore>(provider => provider.GetRequiredService<DirectoryBlobStore>());
        services.AddSingleton<IBlobInventory>(provider => provider.GetRequiredService<DirectoryBlobStore>());
        services.AddHostedService<BlobUpkeep>();
        services.AddSingleton<IStorePreparation>(provider =>
            new DirectoryBlobPreparation(provider.GetRequiredService<DirectoryBlobStore>(), storage.BlobDirectory));
    }

    public static void AddPostgresBlobs(this IServiceCollection services)
    {
        services.AddSingleton<PostgresBlobStore>();
        services.AddSingleton<IBlobStore>(provider => provider.GetRequiredService<PostgresBlobStore>());
        services.AddSingleton<IBlobInventory>(provider => provider.GetRequiredService<PostgresBlobStore>());
        services.AddHostedService<BlobUpkeep>();
        services.AddSingleton<IStorePreparation, PostgresBlobPreparation>();
    }
}

internal sealed class DirectoryBlobPreparation(DirectoryBlobStore store, string root) : IStorePreparation
{
    public Task PrepareAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(root);
        store.DeleteLeftovers(cancellationToken);
        return Task.CompletedTask;
    }
}

internal sealed class PostgresBlobPreparation(NpgsqlDataSource database, PostgresBlobStore store) : IStorePreparation
{
    /// <summary>An arbitrary number: nodes that start together take turns.</summary>
    private const long Turn = 0x5377_426c_6f62;

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await using (var connection = await database.OpenConnectionAsync(cancellationToken))
        await using (var transaction = await connection.BeginTransactionAsync(cancellationToken))
        {
            var sql = $"SELECT pg_advisory_xact_lock({Turn}); {await ReadScriptAsync(cancellationToken)}";
            await using var command = new NpgsqlCommand(sql, connection, transaction);
            await command.ExecuteNonQueryAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        await store.DeleteLeftoversAsync(cancellationToken);
    }

    private static async Task<string> ReadScriptAsync(CancellationToken cancellationToken)
    {
        var assembly = typeof(PostgresBlobPreparation).Assembly;
        await using var script = assembly.GetManifestResourceStream("Switchyard.Blobs.blobs.sql")!;
        using var reader = new StreamReader(script);
        return await reader.ReadToEndAsync(cancellationToken);
    }
}
