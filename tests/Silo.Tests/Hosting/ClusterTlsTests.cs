using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Switchyard.Configuration;
using Switchyard.Servers;

namespace Switchyard.Hosting;

public sealed class ClusterTlsTests(SharedPostgres server) : IDisposable
{
    private readonly TestAuthority _authority = new();
    private readonly TestAuthority _foreign = new();
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("switchyard-tls-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nodes_and_a_front_end_with_certificates_are_one_cluster_and_nobody_else_gets_anything()
    {
        foreach (var name in (string[])["left", "right", "front"])
        {
            _authority.Certify(name).Dispose();
        }

        var database = await server.CreateDatabaseAsync();
        var (silo, gateway) = (FreePort.Take(), FreePort.Take());
        var nodes = await Task.WhenAll(
            NodeProcess.StartAsync(
                [.. _authority.Settings("left"), .. Shared(database), "Cluster:NodeName=left", $"Cluster:SiloPort={silo}", $"Cluster:GatewayPort={gateway}"]),
            NodeProcess.StartAsync([.. _authority.Settings("right"), .. Shared(database), "Cluster:NodeName=right"]));
        await using var left = nodes[0];
        await using var right = nodes[1];
        await using var front = NodeProcess.LaunchFront([.. _authority.Settings("front"), .. Shared(database)]);
        await front.ServesAsync();

        // Whichever node has them: answers of both, and of the front end, come over the ports.
        foreach (var process in (NodeProcess[])[left, right, front])
        {
            for (var service = 0; service < 8; service++)
            {
                using var answer = await process.Http.GetAsync(new Uri($"/api/v1/tickets/{service}", UriKind.Relative), Token);
                Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            }
        }

        using (var dashboard = await front.Http.GetAsync(new Uri("/dashboard/", UriKind.Relative), Token))
        {
            Assert.Equal(HttpStatusCode.NotFound, dashboard.StatusCode);
            Assert.Contains("served by each node", await dashboard.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        }

        using var ours = _authority.Certify("client");
        using var theirs = _foreign.Certify("client");
        using var revoked = _authority.Certify("lost");
        _authority.Revoke(revoked);
        foreach (var port in (int[])[silo, gateway])
        {
            Assert.True(await IsTakenAsync(port, ours));
            Assert.False(await IsTakenAsync(port, null));
            Assert.False(await IsTakenAsync(port, theirs));
            Assert.False(await IsTakenAsync(port, revoked));
        }

        Assert.DoesNotContain("Cluster:Tls is not set", left.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ports_that_are_open_beyond_loopback_without_certificates_are_told()
    {
        var database = await server.CreateDatabaseAsync();
        await using (var open = await NodeProcess.StartAsync(
            [.. Shared(database), "Cluster:ListenAddress=0.0.0.0"]))
        {
            await open.SaysAsync("Cluster:Tls is not set: whoever reaches 0.0.0.0");
            await open.TerminateAsync();
        }

        await using var closed = await NodeProcess.StartAsync(Shared(database));
        await closed.TerminateAsync();
        Assert.DoesNotContain("Cluster:Tls is not set", closed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void All_files_are_set_or_none()
    {
        _authority.Certify("node").Dispose();
        Assert.Null(ClusterTls.Load(new ClusterTlsOptions()));
        Assert.NotNull(ClusterTls.Load(Options("node")));

        Assert.StartsWith("Cluster:Tls:CertificateFile is needed", Refusal(Options("node") with { CertificateFile = null }), StringComparison.Ordinal);
        Assert.StartsWith("Cluster:Tls:KeyFile is needed", Refusal(Options("node") with { KeyFile = null }), StringComparison.Ordinal);
        Assert.StartsWith("Cluster:Tls:TrustedFile is needed", Refusal(Options("node") with { TrustedFile = null }), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_do_not_belong_together_stop_the_start()
    {
        foreach (var name in (string[])["node", "other"])
        {
            _authority.Certify(name).Dispose();
        }

        _authority.Certify("old", days: 1).Dispose();
        _authority.Certify("half", uses: ["1.3.6.1.5.5.7.3.1"]).Dispose();
        using var lost = _authority.Certify("lost");
        _authority.Revoke(lost);
        var right = Options("node");
        File.WriteAllText(_authority.FileOf("empty"), "nothing");

        Assert.Contains("cannot be read", Refusal(right with { CertificateFile = _authority.FileOf("missing") }), StringComparison.Ordinal);
        Assert.Contains("no PEM", Refusal(right with { CertificateFile = _authority.FileOf("empty") }), StringComparison.Ordinal);
        Assert.Contains("no PEM", Refusal(right with { TrustedFile = _authority.FileOf("empty") }), StringComparison.Ordinal);
        Assert.Contains("is not the key of", Refusal(right with { KeyFile = _authority.FileOf("empty") }), StringComparison.Ordinal);
        Assert.Contains("is not the key of", Refusal(right with { KeyFile = _authority.FileOf("other-key") }), StringComparison.Ordinal);
        Assert.Contains("does not take it", Refusal(right with { TrustedFile = _foreign.TrustedFile }), StringComparison.Ordinal);
        Assert.Contains("does not take it", Refusal(Options("old")), StringComparison.Ordinal);
        Assert.Contains("does not take it", Refusal(Options("half")), StringComparison.Ordinal);
        Assert.Contains("it is revoked", Refusal(Options("lost")), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _authority.Dispose();
        _foreign.Dispose();
        _data.Delete(recursive: true);
    }

    private string[] Shared(string database) =>
        ["Storage:Provider=Postgres", $"ConnectionStrings:Switchyard={database}", "Cluster:ListenAddress=127.0.0.1", $"Storage:DataDirectory={_data.FullName}"];

    private static string Refusal(ClusterTlsOptions options)
    {
        var refusal = Assert.Throws<StartRefusedException>(() => ClusterTls.Load(options));
        Assert.Equal(StartRefusedException.WrongSetting, refusal.ExitCode);
        return refusal.Message;
    }

    private ClusterTlsOptions Options(string name) => new()
    {
        CertificateFile = _authority.FileOf(name),
        KeyFile = _authority.FileOf($"{name}-key"),
        TrustedFile = _authority.TrustedFile,
    };

    /// <summary>Whether the port waits for what this client says next. One that refuses it says so, or ends the connection.</summary>
    private static async Task<bool> IsTakenAsync(int port, X509Certificate2? certificate)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, Token);
        await using var tls = new SslStream(client.GetStream(), leaveInnerStreamOpen: false, (_, peer, _, _) => peer is not null);
        try
        {
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions { TargetHost = "any", ClientCertificates = certificate is null ? [] : [certificate] }, Token);

            // Shorter than any frame: who was taken is waited for until it gives up; who was not is refused at once.
            await tls.WriteAsync(new byte[1], Token);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
            patience.CancelAfter(TimeSpan.FromSeconds(2));
            return await tls.ReadAsync(new byte[1], patience.Token) > 0;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
        catch (Exception refused) when (refused is IOException or AuthenticationException)
        {
            return false;
        }
    }
}
