using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Switchyard.Yard;

namespace Switchyard.Work.Events;

/// <summary>A reader that does not read is not waited for. It has a node of its own, and a front end whose time tests tell.</summary>
public sealed class SlowReaderTests(OwnCluster cluster) : YardTest(cluster), IClassFixture<OwnCluster>
{
    /// <summary>More than all buffers on the way take.</summary>
    private const int Bytes = 40_000_000;

    [Fact]
    public async Task It_is_cut()
    {
        var time = new FakeTimeProvider();
        await using var front = await FrontEnd.StartAsync(Yard, services => services.AddSingleton<TimeProvider>(time));
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        var url = new Uri(front.App.Urls.First());
        await socket.ConnectAsync(IPEndPoint.Parse(url.Authority), Cancelled);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET /api/v1/events HTTP/1.1\r\nHost: {url.Authority}\r\n\r\n"), Cancelled);
        var head = new byte[64];
        Assert.True(await socket.ReceiveAsync(head, Cancelled) > 0);
        Assert.StartsWith("HTTP/1.1 200", Encoding.ASCII.GetString(head), StringComparison.Ordinal);

        var text = new string('e', 10_000);
        for (var id = 0; id < Bytes / text.Length; id++)
        {
            Yard.Events.Publish(new WorkEvent { Id = id, Kind = "thing", Queue = "q", Status = WorkStatus.Failed, At = time.GetUtcNow(), Error = text });
        }

        var read = ReadSlowlyAsync(socket);
        await Eventually.IsAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(read.IsCompleted);
        });

        Assert.InRange(await read, 0, Bytes / 2);
    }

    /// <summary>A word now and then, until the connection is cut: answers how much came.</summary>
    private static async Task<int> ReadSlowlyAsync(Socket socket)
    {
        var (buffer, all) = (new byte[1024], 0);
        try
        {
            while (await socket.ReceiveAsync(buffer, Cancelled) is var some and > 0)
            {
                all += some;
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancelled);
            }
        }
        catch (SocketException)
        {
        }

        return all;
    }
}
