using System.Text.Json;
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
    public async Task A_normal_start_and_stop_writes_objects_and_none_above_information(bool postgres)
    {
        string[] storage = postgres
            ? ["Storage:Provider=Postgres", $"ConnectionStrings:Switchyard={await server.CreateDatabaseAsync()}", $"Storage:DataDirectory={_data.FullName}"]
            : [$"Storage:DataDirectory={_data.FullName}/new"];
        await using var node = await NodeProcess.StartAsync([.. storage, "Logging:Format=json"]);
        Assert.StartsWith("{", await node.Http.GetStringAsync(new Uri("/api/v1/work", UriKind.Relative), Token), StringComparison.Ordinal);
        node.SendTerminate();
        Assert.Equal(0, await node.EndAsync());

        Assert.Empty(node.Errors);
        var lines = node.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Single(lines, line => line.StartsWith("Switchyard is ready at http://127.0.0.1:", StringComparison.Ordinal));
        var events = lines.Where(line => !line.StartsWith("Switchyard is ready", StringComparison.Ordinal)).Select(Parse).ToList();
        Assert.Contains(events, said => said.GetProperty("Message").GetString()!.StartsWith("Auth:Mode is None", StringComparison.Ordinal));
        Assert.All(events, said =>
        {
            Assert.Equal(TimeSpan.Zero, said.GetProperty("Timestamp").GetDateTimeOffset().Offset);
            Assert.NotEmpty(said.GetProperty("Category").GetString()!);
            Assert.Equal(JsonValueKind.Number, said.GetProperty("EventId").ValueKind);
            Assert.Equal("Information", said.GetProperty("Level").GetString());
        });
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
        var said = node.Output.Split('\n').Where(line => line.Contains("RequestId", StringComparison.Ordinal)).Select(Parse).First();
        Assert.Equal("it's-/mine", said.GetProperty("RequestId").GetString());
        Assert.Equal(["it's-/mine"], answer.Headers.GetValues("X-Request-ID"));
        Assert.Contains("127.0.0.1", said.GetProperty("Message").GetString(), StringComparison.Ordinal);
    }

    public void Dispose() => _data.Delete(recursive: true);

    private static JsonElement Parse(string line) => JsonDocument.Parse(line).RootElement;
}
