using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Switchyard.Hosting;
using Switchyard.Tables;
using Switchyard.Yard;

namespace Switchyard.Tickets;

/// <summary>Clients that send all they have before they look for an answer.</summary>
public sealed class RefusalTests(YardCluster cluster) : TicketsTest(cluster)
{
    private const int MaxRequest = 64 * 1024;
    private const int MaxPiece = 64 * 1024;
    private const int Padding = 8 * 1024 * 1024;

    protected override (string Key, string Value)[] Settings =>
    [
        ("Tickets:MaxRequestBytes", MaxRequest.ToString(CultureInfo.InvariantCulture)),
        ("Tickets:Classic:Service", YardSource.Service),
        ("Services:0:Name", YardSource.Service),
        ("Services:0:Command:0", "true"),
    ];

    public static TheoryData<string, string, string, bool, bool> Refusals()
    {
        var data = new TheoryData<string, string, string, bool, bool>();
        foreach (var (chunked, close) in new[] { (false, true), (true, false) })
        {
            data.Add("/request", YardSource.Service, "HTTP/1.1 413 ", chunked, close);
            data.Add("/request", "Nothing", chunked ? "HTTP/1.1 200 " : "HTTP/1.1 413 ", chunked, close);
            data.Add("/api/v1/tickets", YardSource.Service, "HTTP/1.1 413 ", chunked, close);
            data.Add("/api/v1/tickets", "Nothing", chunked ? "HTTP/1.1 422 " : "HTTP/1.1 413 ", chunked, close);
            data.Add("/responses", YardSource.Service, "HTTP/1.1 413 ", chunked, close);
            data.Add("/status/1&a", YardSource.Service, "HTTP/1.1 405 ", chunked, close);
            data.Add("/api/v1/queues/tickets/pause", YardSource.Service, "HTTP/1.1 415 ", chunked, close);
            data.Add("/unknown", YardSource.Service, "HTTP/1.1 404 ", chunked, close);
            data.Add("/predict", YardSource.Service, "HTTP/1.1 200 ", chunked, close);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_client_that_sends_all_before_it_reads_sees_why(string path, string service, string status, bool chunked, bool close)
    {
        using var client = new TcpClient();
        await using var stream = await ConnectAsync(client, FrontEnd);
        var head =
            $"--b\r\nContent-Disposition: form-data; name=\"service\"\r\n\r\n{service}\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"payload\"; filename=\"f\"\r\n\r\n";
        var body = Encoding.UTF8.GetBytes(head + new string('x', Padding) + "\r\n--b--\r\n");

        await SendHeadAsync(stream, path, chunked ? null : body.Length, close);
        await SendBodyAsync(stream, body, chunked);

        Assert.StartsWith(status, await ReadAnswerAsync(stream), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_result_that_is_too_long_the_rest_is_read_too()
    {
        await Yard.Tables.AddAsync("talker", "me");
        using var client = new TcpClient();
        await using var stream = await ConnectAsync(client, FrontEnd);

        await stream.WriteAsync("PUT /storeError/talker/?client=me HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray(), Cancelled);
        await SendBodyAsync(stream, new byte[HandInEndpoints.MaxErrorLength + Padding], chunked: true);

        Assert.StartsWith("HTTP/1.1 413 ", await ReadAnswerAsync(stream), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_waits_for_the_rest_of_a_body_but_not_for_ever(bool sendsRest)
    {
        var time = new WatchedTime();
        await using var front = await FrontEnd.StartAsync(Yard, services => services.AddSingleton<TimeProvider>(time), Settings);
        using var client = new TcpClient();
        await using var stream = await ConnectAsync(client, front);
        await SendHeadAsync(stream, "/request", 2 * MaxRequest, close: false);

        await stream.WriteAsync(new byte[MaxRequest], Cancelled);
        await time.WaitsForRest.Task.WaitAsync(Cancelled);
        Assert.Equal(0, client.Available);
        if (sendsRest)
        {
            await stream.WriteAsync(new byte[MaxRequest], Cancelled);
        }
        else
        {
            time.Advance(UnreadBodies.Patience);
        }

        var answer = await ReadAnswerAsync(stream);
        Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
        Assert.Equal(!sendsRest, answer.Contains("Connection: close", StringComparison.Ordinal));
    }

    private static async Task<NetworkStream> ConnectAsync(TcpClient client, FrontEnd front)
    {
        await client.ConnectAsync("127.0.0.1", front.Client.BaseAddress!.Port, Cancelled);
        return client.GetStream();
    }

    private static ValueTask SendHeadAsync(NetworkStream stream, string path, int? length, bool close) => stream.WriteAsync(
        Encoding.ASCII.GetBytes(
            $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: multipart/form-data; boundary=b\r\n"
            + (close ? "Connection: close\r\n" : "")
            + (length is { } known ? $"Content-Length: {known}\r\n\r\n" : "Transfer-Encoding: chunked\r\n\r\n")),
        Cancelled);

    private static async Task SendBodyAsync(NetworkStream stream, byte[] body, bool chunked)
    {
        for (var start = 0; start < body.Length; start += MaxPiece)
        {
            var piece = body.AsMemory(start, Math.Min(MaxPiece, body.Length - start));
            if (chunked)
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"{piece.Length:x}\r\n"), Cancelled);
            }

            await stream.WriteAsync(piece, Cancelled);
            if (chunked)
            {
                await stream.WriteAsync("\r\n"u8.ToArray(), Cancelled);
            }
        }

        if (chunked)
        {
            await stream.WriteAsync("0\r\n\r\n"u8.ToArray(), Cancelled);
        }
    }

    /// <summary>The head of an answer, which comes in one piece.</summary>
    private static async Task<string> ReadAnswerAsync(NetworkStream stream)
    {
        var bytes = new byte[1024];
        var length = await stream.ReadAtLeastAsync(bytes, 100, throwOnEndOfStream: true, Cancelled);
        return Encoding.ASCII.GetString(bytes, 0, length);
    }

    /// <summary>Stands still, and says when somebody begins to wait for the rest of a body.</summary>
    private sealed class WatchedTime : FakeTimeProvider
    {
        public TaskCompletionSource WaitsForRest { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            if (dueTime == UnreadBodies.Patience)
            {
                WaitsForRest.TrySetResult();
            }

            return timer;
        }
    }
}
