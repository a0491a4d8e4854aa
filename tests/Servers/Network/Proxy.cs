using System.Net;
using System.Net.Sockets;

namespace Switchyard.Servers.Network;

/// <summary>The wire before a node: it can be cut, and it can be slow.</summary>
public sealed class Proxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly IPEndPoint _node;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _gate = new();
    private readonly HashSet<Wire> _wires = [];
    private volatile bool _isCut;
    private long _delay;

    public Proxy(int nodePort, TimeProvider time)
    {
        _node = new(IPAddress.Loopback, nodePort);
        _time = time;
        _listener.Start();
        _ = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>How much later than it was sent each piece arrives, in both directions.</summary>
    public TimeSpan Delay
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _delay));
        set => Interlocked.Exchange(ref _delay, value.Ticks);
    }

    /// <summary>Breaks all connections in the middle of whatever they carry, and lets none through until <see cref="Mend"/>.</summary>
    public void Cut()
    {
        _isCut = true;
        lock (_gate)
        {
            foreach (var wire in _wires)
            {
                wire.Break();
            }
        }
    }

    public void Mend() => _isCut = false;

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        Cut();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = CarryAsync(await _listener.AcceptTcpClientAsync(_end.Token));
            }
        }
        catch (Exception end) when (end is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // It is over.
        }
    }

    private async Task CarryAsync(TcpClient client)
    {
        using var wire = new Wire(client);
        lock (_gate)
        {
            _wires.Add(wire);
        }

        try
        {
            if (!_isCut)
            {
                await wire.ConnectAsync(_node);
                await wire.CarryAsync(() => Delay, _time);
            }
        }
        catch (Exception broken) when (broken is IOException or SocketException or ObjectDisposedException)
        {
            // The other side hears of it when this one is closed.
        }
        finally
        {
            lock (_gate)
            {
                _wires.Remove(wire);
            }

            wire.Break();
        }
    }
}
