using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using Switchyard.Servers;

namespace Switchyard.Hosting;

/// <summary>What scripts rely on when they start and stop a node.</summary>
public sealed class NodeProcessTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("switchyard-node-");

    private string DataSetting => $"Storage:DataDirectory={_data.FullName}/not/there/yet";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_embedded_node_says_where_it_serves_and_ends_with_0_when_told_to()
    {
        await using var node = await NodeProcess.StartAsync(DataSetting);

        Assert.Equal(HttpStatusCode.OK, await GetAsync(node, "/health/ready"));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(node, "/dashboard/"));
        Assert.Contains("Auth:Mode is None: the node is open on loopback", node.Output, StringComparison.Ordinal);
        Assert.Empty(node.Errors);

        node.SendTerminate();
        Assert.Equal(0, await node.EndAsync());
    }

    [Fact]
    public async Task The_dashboard_can_be_left_out()
    {
        await using var node = await NodeProcess.StartAsync(DataSetting, "Dashboard:Enabled=false");

        Assert.Equal(HttpStatusCode.NotFound, await GetAsync(node, "/dashboard/"));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(node, "/"));
    }

    [Fact]
    public async Task The_web_files_of_packages_are_served()
    {
        await using var node = await NodeProcess.StartAsync(DataSetting);

        Assert.Equal(HttpStatusCode.OK, await GetAsync(node, "/_content/MudBlazor/MudBlazor.min.css"));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(node, "/_framework/blazor.web.js"));
    }

    [Fact]
    public async Task A_node_starts_again_on_its_data_after_an_interrupt()
    {
        await using (var first = await NodeProcess.StartAsync(DataSetting))
        {
            first.SendInterrupt();
            Assert.Equal(0, await first.EndAsync());
        }

        await using var second = await NodeProcess.StartAsync(DataSetting);
        Assert.Equal(HttpStatusCode.OK, await GetAsync(second, "/health/ready"));
    }

    [Fact]
    public async Task A_second_node_on_the_same_data_is_refused()
    {
        await using var first = await NodeProcess.StartAsync(DataSetting);

        await RefusedAsync(1, "Storage:DataDirectory: ", "is held by another node", DataSetting);
    }

    [Theory]
    [InlineData("Cluster:SiloPort={0}", "Cluster:SiloPort: port {0} is in use; choose another")]
    [InlineData("Urls=http://127.0.0.1:{0}", "Urls: port {0} is in use; choose another")]
    [InlineData("Doors:Tables:Url=http://127.0.0.1:{0}", "Doors:Tables:Url: port {0} is in use; choose another")]
    public async Task A_port_in_use_is_told_with_its_key(string setting, string line)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        await RefusedAsync(
            1, string.Format(null, line, port), "", DataSetting, string.Format(null, setting, port));
    }

    [Fact]
    public async Task A_port_of_a_gateway_in_use_is_told_with_its_key()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        await RefusedAsync(
            1,
            $"Cluster:GatewayPort: port {port} is in use; choose another",
            "",
            DataSetting,
            "Storage:Provider=Postgres",
            "ConnectionStrings:Switchyard=Host=127.0.0.1;Username=yard;Password=secret",
            $"Cluster:GatewayPort={port}");
    }

    [Fact]
    public async Task An_embedded_node_has_no_gateway_and_a_silo_that_talks_to_nobody()
    {
        var (silo, gateway) = (FreePort.Take(), FreePort.Take());
        await using var node = await NodeProcess.StartAsync(DataSetting, $"Cluster:SiloPort={silo}", $"Cluster:GatewayPort={gateway}");

        Assert.Equal(["0100007F"], ListeningOn(silo));
        Assert.Empty(ListeningOn(gateway));

        // Whoever connects is shown out, where a silo would wait for its word.
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, silo, Token);
            Assert.Equal(0, await client.GetStream().ReadAsync(new byte[1], Token).AsTask().WaitAsync(TimeSpan.FromSeconds(5), Token));
        }
        catch (Exception fault) when (fault is IOException or SocketException { SocketErrorCode: not SocketError.ConnectionRefused })
        {
            // It was faster than we: with the first read, or before the connection was wholly made.
        }
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task What_a_node_writes_is_its_users_alone()
    {
        await using var node = await NodeProcess.StartAsync(DataSetting);

        var data = DataSetting.Split('=')[1];
        var loose = Directory.EnumerateFileSystemEntries(data, "*", SearchOption.AllDirectories)
            .Append(data)
            .Where(entry => ((int)File.GetUnixFileMode(entry) & 0b_000_111_111) != 0);
        Assert.Contains(Path.Combine(data, "work.db"), Directory.EnumerateFiles(data));
        Assert.Empty(loose);
    }

    [Fact]
    public async Task A_data_directory_that_cannot_be_written_is_told() =>
        await RefusedAsync(1, "Storage:DataDirectory: /dev/null/data ", "cannot be written", "Storage:DataDirectory=/dev/null/data");

    [Fact]
    public async Task A_database_that_cannot_be_reached_is_told()
    {
        var port = FreePort.Take();
        await RefusedAsync(
            1,
            "ConnectionStrings:Switchyard: ",
            "the database cannot be used",
            "Storage:Provider=Postgres",
            $"ConnectionStrings:Switchyard=Host=127.0.0.1;Port={port};Username=yard;Password=secret");
    }

    [Fact]
    public async Task A_wrong_setting_ends_the_start_with_2() =>
        await RefusedAsync(2, "Tables:LeaseTimeout: 'soon' is not a time span hh:mm:ss", "", "Tables:LeaseTimeout=soon");

    public void Dispose() => _data.Delete(recursive: true);

    /// <summary>One line on standard error, nothing on standard output, and the exit code.</summary>
    private static async Task RefusedAsync(int exitCode, string beginning, string part, params string[] settings)
    {
        await using var node = NodeProcess.Launch(settings);

        Assert.Equal(exitCode, await node.EndAsync());
        var line = Assert.Single(node.Errors);
        Assert.StartsWith(beginning, line, StringComparison.Ordinal);
        Assert.Contains(part, line, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", line, StringComparison.Ordinal);
        Assert.Equal("", node.Output);
    }

    /// <summary>The addresses, as the kernel writes them, on which someone listens on this port.</summary>
    private static string[] ListeningOn(int port) =>
    [
        .. ((string[])["/proc/net/tcp", "/proc/net/tcp6"]).Where(File.Exists).SelectMany(File.ReadLines)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words[3] == "0A" && words[1].EndsWith($":{port:X4}", StringComparison.Ordinal))
            .Select(words => words[1].Split(':')[0]),
    ];

    private static async Task<HttpStatusCode> GetAsync(NodeProcess node, string path)
    {
        using var response = await node.Http.GetAsync(new Uri(path, UriKind.Relative), Token);
        return response.StatusCode;
    }
}
