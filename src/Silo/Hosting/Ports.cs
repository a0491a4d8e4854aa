using System.Net;
using System.Net.Sockets;
using Switchyard.Configuration;

namespace Switchyard.Hosting;

/// <summary>
/// Tries the ports before the silo does: a port in use is told with its key, and before the node has joined its cluster.
/// </summary>
internal static class Ports
{
    /// <exception cref="StartRefusedException">A port cannot be used.</exception>
    public static void Check(NodeSettings settings)
    {
        var address = settings.ListenAddress ?? IPAddress.Any;
        Try("Cluster:SiloPort", new IPEndPoint(address, settings.Node.SiloPort));
        if (settings.Storage.Provider == StorageProvider.Postgres)
        {
            Try("Cluster:GatewayPort", new IPEndPoint(address, settings.Node.GatewayPort));
        }

        foreach (var (key, text) in settings.Urls.Keyed)
        {
            var url = BindingAddress.Parse(text);
            if (!url.IsUnixPipe && !url.IsNamedPipe)
            {
                Try(key, new IPEndPoint(AddressOf(url.Host), url.Port));
            }
        }
    }

    private static IPAddress AddressOf(string host) =>
        IPAddress.TryParse(host.Trim('[', ']'), out var address) ? address
        : ListenUrls.IsLoopbackHost(host) ? IPAddress.Loopback
        : IPAddress.Any;

    private static void Try(string key, IPEndPoint endpoint)
    {
        if (endpoint.Port == 0)
        {
            return;
        }

        using var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(endpoint);
            socket.Listen();
        }
        catch (SocketException exception)
        {
            var why = exception.SocketErrorCode == SocketError.AddressAlreadyInUse ? "is in use" : $"cannot be used: {exception.Message}";
            throw StartRefusedException.Environment($"{key}: port {endpoint.Port} {why}; choose another", exception);
        }
    }
}
