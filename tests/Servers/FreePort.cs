using System.Net;
using System.Net.Sockets;

namespace Switchyard.Servers;

public static class FreePort
{
    /// <summary>A port of 127.0.0.1 that nothing listened on just now.</summary>
    public static int Take()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
