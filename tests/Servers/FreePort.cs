using System.Net;
using System.Net.Sockets;

namespace Switchyard.Servers;

public static class FreePort
{
    // Below the ports that systems give to outgoing connections, one of which may take any other port at any time.
    private const int First = 20_000;
    private const int Count = 12_000;

    // Test programs that run side by side begin at different places.
    private static int _last = Environment.ProcessId * 61;

    /// <summary>A port of 127.0.0.1 that nothing listened on just now, and that this process has not been given before.</summary>
    public static int Take()
    {
        while (true)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _last) % Count);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Someone has it: the next one.
            }
        }
    }
}
