using System.Data.Common;
using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Switchyard.Compute.Isolation;
using Switchyard.Configuration;

namespace Switchyard.Hosting;

/// <summary>The steps between a composed node and one that serves.</summary>
internal static partial class NodeStart
{
    /// <summary>Brings the stores up to date.</summary>
    /// <exception cref="StartRefusedException">A store cannot be reached or changed.</exception>
    public static async Task PrepareStoresAsync(this WebApplication app, StorageOptions storage)
    {
        try
        {
            foreach (var preparation in app.Services.GetServices<IStorePreparation>())
            {
                await preparation.PrepareAsync(app.Lifetime.ApplicationStopping);
            }
        }
        catch (Exception exception) when (exception is DbException or IOException or UnauthorizedAccessException)
        {
            throw StoreRefused(storage, exception);
        }
    }

    /// <summary>What to say of a store that cannot be reached or changed.</summary>
    public static StartRefusedException StoreRefused(StorageOptions storage, Exception exception)
    {
        var key = exception is DbException and not SqliteException ? "ConnectionStrings:Switchyard" : "Storage:DataDirectory";
        var what = storage.Provider == StorageProvider.Postgres ? "the database" : storage.FullDataDirectory;
        return StartRefusedException.Environment($"{key}: {what} cannot be used: {Line(exception)}", exception);
    }

    /// <summary>Finds what commands can be kept from on this machine.</summary>
    /// <exception cref="StartRefusedException">It is less than the settings ask for, or there is no place for runs.</exception>
    public static async Task PrepareIsolationAsync(this WebApplication app)
    {
        try
        {
            await app.Services.GetRequiredService<RunIsolation>().PrepareAsync(app.Lifetime.ApplicationStopping);
        }
        catch (IsolationMissingException missing)
        {
            throw StartRefusedException.Setting(missing.Message);
        }
    }

    /// <summary>Says on standard output that the node serves, which scripts wait for.</summary>
    public static void Announce(this WebApplication app, NodeSettings settings)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        var url = addresses.First();
        if (settings.Auth.IsOpen)
        {
            LogOpen(app.Logger, addresses.All(ListenUrls.IsLoopback) ? "on loopback, to all users of this machine" : "to the network");
        }

        var endpoints = app.Services.GetRequiredService<IOptions<EndpointOptions>>().Value;
        var listening = endpoints.SiloListeningEndpoint?.Address ?? endpoints.AdvertisedIPAddress;
        if (settings.Tls is null && !IPAddress.IsLoopback(listening))
        {
            LogUnguarded(app.Logger, listening, endpoints.SiloPort, endpoints.GatewayPort);
        }

        Console.Out.WriteLine($"Switchyard is ready at {url}");
    }

    /// <summary>The innermost reason, on one line.</summary>
    public static string Line(Exception exception) => exception.GetBaseException().Message.ReplaceLineEndings(" ");

    [LoggerMessage(1021, LogLevel.Information, "Auth:Mode is None: the node is open {Reach}")]
    private static partial void LogOpen(ILogger logger, string reach);

    [LoggerMessage(1022, LogLevel.Information, "Cluster:Tls is not set: whoever reaches {Address} on port {SiloPort} (silo) or {GatewayPort} (gateway) needs no password to do everything")]
    private static partial void LogUnguarded(ILogger logger, IPAddress address, int siloPort, int gatewayPort);
}
