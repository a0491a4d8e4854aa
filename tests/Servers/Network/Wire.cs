using System.Net;
using System.Net.Sockets;

namespace Switchyard.Servers.Network;

/// <summary>A connection of a client, and the one to the node that carries it on.</summary>
internal sealed class Wire(TcpClient client) : IDisposable
{
    private readonly TcpClient _node = new();

    public Task ConnectAsync(IPEndPoint node) => _node.ConnectAsync(node);

    /// <summary>Carries bytes both ways until both sides have said all.</summary>
    public async Task CarryAsync(Func<TimeSpan> delay, TimeProvider time)
    {
        client.NoDelay = _node.NoDelay = true;
        await Task.WhenAll(PumpAsync(client, _node, delay, time), PumpAsync(_node, client, delay, time));
    }

    /// <summary>Ends both sides as a broken wire does, not as a farewell.</summary>
    public void Break()
    {
        Abort(client);
        Abort(_node);
    }

    public void Dispose()
    {
        client.Dispose();
        _node.Dispose();
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, Func<TimeSpan> delay, TimeProvider time)
    {
        try
        {
            var buffer = new byte[64 * 1024];
            int count;
            while ((count = await from.GetStream().ReadAsync(buffer)) > 0)
            {
                if (delay() is var wait && wait > TimeSpan.Zero)
                {
                    await Task.Delay(wait, time);
                }

                await to.GetStream().WriteAsync(buffer.AsMemory(0, count));
            }

            to.Client.Shutdown(SocketShutdown.Send);
        }
        catch (Exception)
        {
            Break();
            throw;
        }
    }

    private static void Abort(TcpClient side)
    {
        try
        {
            side.LingerState = new LingerOption(true, 0);
            side.Close();
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException or NullReferenceException)
        {
            // It is gone already.
        }
    }
}
