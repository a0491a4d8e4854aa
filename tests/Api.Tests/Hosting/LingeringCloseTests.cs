using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Switchyard.Yard;

namespace Switchyard.Hosting;

/// <summary>Requests that the server itself refuses, over bare connections.</summary>
public sealed class LingeringCloseTests(LingeringCloseTests.Node node) : IClassFixture<LingeringCloseTests.Node>
{
    private const string Malformed = "POST /jobs HTTP/1.1\r\nHost: a b\r\nContent-Length: 8000000\r\n\r\n";

    private const int Pieces = 100;

    private static readonly byte[] Piece = new byte[64 * 1024];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("POST /a\0b HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 8000000\r\n\r\n", "400 Bad Request")]
    [InlineData("POST /jobs HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: 127.0.0.1\r\nContent-Length: 8000000\r\n\r\n", "400 Bad Request")]
    [InlineData("POST /jobs HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 8000000\r\nContent-Length: 1\r\n\r\n", "400 Bad Request")]
    [InlineData("POST /jobs HTTP/1.1\r\nContent-Length: 8000000\r\n\r\n", "400 Bad Request")]
    [InlineData("POST /jobs HTTP/9.9\r\nHost: 127.0.0.1\r\nContent-Length: 8000000\r\n\r\n", "505 HTTP Version Not Supported")]
    [InlineData("POST\r\n\r\n", "400 Bad Request")]
    [InlineData(Malformed, "400 Bad Request")]
    public async Task Who_still_sends_reads_why_it_is_refused(string head, string status) =>
        await IsToldAsync(node.Main, head, status);

    [Fact]
    public async Task So_does_who_asks_at_a_doors_own_port() => await IsToldAsync(node.Door, Malformed, "400 Bad Request");

    [Fact]
    public async Task So_does_who_asks_over_tls()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(node.Secure.Host, node.Secure.Port, Cancelled);
        await using var stream = new SslStream(client.GetStream(), leaveInnerStreamOpen: false, (_, certificate, _, _) => certificate?.GetRawCertData().AsSpan().SequenceEqual(node.Certificate) == true);
        await stream.AuthenticateAsClientAsync(node.Secure.Host);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(Malformed), Cancelled);

        Assert.StartsWith("HTTP/1.1 400 Bad Request\r\n", await ReadAnswerAsync(stream), StringComparison.Ordinal);
        for (var piece = 0; piece < Pieces; piece++)
        {
            await stream.WriteAsync(Piece, Cancelled);
        }
    }

    [Fact]
    public async Task Who_is_silent_is_not_waited_for()
    {
        using var client = await AskAsync(node.Main, Malformed);
        await ReadAnswerAsync(client.GetStream());

        var end = client.GetStream().ReadAsync(Piece, Cancelled).AsTask();
        Assert.False(end.IsCompleted);
        await Eventually.IsAsync(() =>
        {
            // Its wait may begin just now.
            node.Time.Advance(LingeringClose.Silence);
            return Task.FromResult(end.IsCompleted);
        });
        Assert.Equal(0, await end);
    }

    [Fact]
    public async Task Who_sends_a_little_at_a_time_has_its_time_and_no_more()
    {
        using var client = await AskAsync(node.Main, Malformed);
        var stream = client.GetStream();
        await ReadAnswerAsync(stream);

        // Far less apart than the silence that ends it.
        await Eventually.IsAsync(async () =>
        {
            node.Time.Advance(LingeringClose.Silence / 10);
            try
            {
                await stream.WriteAsync(new byte[1], Cancelled);
                return false;
            }
            catch (IOException)
            {
                return true;
            }
        });
    }

    [Fact]
    public async Task Who_sends_without_end_is_cut()
    {
        using var client = await AskAsync(node.Main, Malformed);
        var sent = 0L;

        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            for (; sent < 4 * LingeringClose.MostBytes; sent += Piece.Length)
            {
                await client.GetStream().WriteAsync(Piece, Cancelled);
            }
        });

        // The systems hold a few more.
        Assert.InRange(sent, LingeringClose.MostBytes - Piece.Length, 2 * LingeringClose.MostBytes);
    }

    private static async Task IsToldAsync(Uri address, string head, string status)
    {
        using var client = await AskAsync(address, head);
        var stream = client.GetStream();
        // The answer is there: a connection that were closed with it would break under the first pieces.
        await Eventually.IsAsync(() => Task.FromResult(stream.DataAvailable));
        for (var piece = 0; piece < Pieces; piece++)
        {
            await stream.WriteAsync(Piece, Cancelled);
        }

        client.Client.Shutdown(SocketShutdown.Send);
        var answer = await ReadAnswerAsync(stream);
        Assert.StartsWith($"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n", answer, StringComparison.Ordinal);
        Assert.Equal(0, await stream.ReadAsync(Piece.AsMemory(), Cancelled));
    }

    private static async Task<TcpClient> AskAsync(Uri address, string head)
    {
        var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, Cancelled);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head), Cancelled);
        return client;
    }

    private static async Task<string> ReadAnswerAsync(Stream stream)
    {
        var answer = "";
        var bytes = new byte[1024];
        while (!answer.EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            var count = await stream.ReadAsync(bytes, Cancelled);
            Assert.NotEqual(0, count);
            answer += Encoding.ASCII.GetString(bytes, 0, count);
        }

        return answer;
    }

    /// <summary>A front end whose time stands still, so that a busy machine is not taken for a silent client.</summary>
    public sealed class Node(YardCluster cluster) : IAsyncLifetime
    {
        private readonly string _certificate = Path.GetTempFileName();
        private FrontEnd? _front;

        public FakeTimeProvider Time { get; } = new(TimeProvider.System.GetUtcNow());

        public Uri Main => _front!.Client.BaseAddress!;

        public byte[] Certificate { get; private set; } = [];

        public Uri Secure => new(_front!.App.Urls.ElementAt(1));

        public Uri Door => new(_front!.App.Urls.Last());

        public async ValueTask InitializeAsync()
        {
            using var key = ECDsa.Create();
            var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
            using var certificate = request.CreateSelfSigned(Time.Start.AddDays(-1), Time.Start.AddDays(1));
            Certificate = certificate.RawData;
            await File.WriteAllBytesAsync(_certificate, certificate.Export(X509ContentType.Pfx));
            _front = await FrontEnd.StartAsync(
                cluster,
                services => services.AddSingleton<TimeProvider>(Time),
                ("Urls", "http://127.0.0.1:0;https://127.0.0.1:0"),
                ("Kestrel:Certificates:Default:Path", _certificate),
                ("Doors:Tables:Url", "http://127.0.0.1:0"));
        }

        public ValueTask DisposeAsync()
        {
            File.Delete(_certificate);
            return _front?.DisposeAsync() ?? default;
        }
    }
}
