using Switchyard.Servers;

namespace Switchyard.Hosting;

/// <summary><c>Logging:Format=json</c>, and what a normal life of a node writes.</summary>
public sealed class JsonLogTests(SharedPostgres server) : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("switchyard-log-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_normal_life_writes_objects_and_none_above_information(bool postgres)
    {
        string[] storage = postgres
            ? ["Storage:Provider=Postgres", $"ConnectionStrings:Switchyard={await server.CreateDatabaseAsync()}", $"Storage:DataDirectory={_data.FullName}"]
            : [$"Storage:DataDirectory={_data.FullName}/new"];

        string[] ports = [$"Cluster:SiloPort={FreePort.Take()}", $"Cluster:GatewayPort={FreePort.Take()}"];

        // On nothing, and on what the first life left.
        for (var life = 0; life < 2; life++)
        {
            await using var node = await NodeProcess.StartAsync([.. storage, .. ports, "Logging:Format=json"]);
            Assert.StartsWith("{", await node.Http.GetStringAsync(new Uri("/api/v1/work", UriKind.Relative), Token), StringComparison.Ordinal);
            using var paused = await node.Http.PostAsync(new Uri("/api/v1/queues/tables/pause", UriKind.Relative), null, Token);
            paused.EnsureSuccessStatusCode();
            Assert.Equal(0, await node.TerminateAsync());

            LogLine.IsQuiet(node);
            Assert.Contains(LogLine.Of(node), line => line.Message.StartsWith("Auth:Mode is None", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_line_has_the_id_of_the_request_that_caused_it()
    {
        await using var node = await NodeProcess.StartAsync(
            $"Storage:DataDirectory={_data.FullName}", "Logging:Format=json", "Auth:Mode=Basic", "Auth:Basic:User=root", "Auth:Basic:Password=geheim");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/work");
        request.Headers.Authorization = new("Basic", Convert.ToBase64String("root:guess"u8));
        request.Headers.Add("X-Request-ID", "it's-/mine");
        using var answer = await node.Http.SendAsync(request, Token);

        await node.SaysAsync("\"RequestId\"");
        var said = LogLine.Of(node).First(line => line.RequestId is not null);
        Assert.Equal("it's-/mine", said.RequestId);
        Assert.Equal(["it's-/mine"], answer.Headers.GetValues("X-Request-ID"));
        Assert.Contains("127.0.0.1", said.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _data.Delete(recursive: true);
}
