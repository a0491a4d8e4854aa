using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;
using Switchyard.Blobs;

namespace Switchyard.Hosting;

/// <summary>What the grains need from their silo.</summary>
public static class GrainsHosting
{
    /// <summary>
    /// Below PostgreSQL's own default of 100 connections for three nodes; a connection string that names another
    /// number wins.
    /// </summary>
    private const int DefaultPoolSize = 30;

    /// <summary>Registers the stores and services that the grains use.</summary>
    public static ISiloBuilder AddSwitchyardGrains(this ISiloBuilder silo, StorageOptions storage)
    {
        var services = silo.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(storage);
        if (storage.Provider == StorageProvider.Postgres)
        {
            services.AddSingleton(_ => OpenDataSource(storage));
            services.AddPostgresBlobs();
        }
        else
        {
            services.AddDirectoryBlobs(storage);
        }

        return silo;
    }

    private static NpgsqlDataSource OpenDataSource(StorageOptions storage)
    {
        var builder = new NpgsqlDataSourceBuilder(storage.ConnectionString);
        var settings = builder.ConnectionStringBuilder;
        if (settings.MaxPoolSize == new NpgsqlConnectionStringBuilder().MaxPoolSize)
        {
            settings.MaxPoolSize = DefaultPoolSize;
        }

        settings.ApplicationName ??= "switchyard";
        return builder.Build();
    }
}
