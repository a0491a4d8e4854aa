using System.Text.Json.Nodes;
using Switchyard.Servers;

namespace Switchyard.Hosting;

/// <summary>What several processes write of one thing, and of a normal life together.</summary>
public sealed class ClusterLogTests(SharedPostgres server) : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("switchyard-logs-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_has_one_id_in_the_lines_of_all_processes_in_its_answer_and_on_the_record()
    {
        var database = await server.CreateDatabaseAsync();
        await using var node = await NodeAsync(database, "one");

        // So that the front end has lines of its own about each request.
        await using var front = await FrontAsync(database, "Logging:LogLevel:Microsoft.AspNetCore.Routing=Information");

        var answer = await SendAsync(front, "/api/v1/queues/tables/pause", """{"reason":"Mending"}""", "mine-1");
        Assert.Equal("mine-1", answer.Id);
        var refused = await SendAsync(front, "/api/v1/tasks/claim", "{}", "mine-2");
        Assert.Equal(("mine-2", "mine-2"), (refused.Id, (string?)refused.Body["requestId"]));

        await node.SaysAsync("is paused");
        Assert.Equal("mine-1", Assert.Single(LogLine.Of(node), line => line.Message == "Queue tables is paused by operator: Mending").RequestId);
        var here = LogLine.Of(front).Where(line => line.Message.Contains("queues/{queue}/pause", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(here);
        Assert.All(here, line => Assert.Equal("mine-1", line.RequestId));
        Assert.Contains(LogLine.Of(front), line => line.RequestId == "mine-2");

        var record = JsonNode.Parse(await front.Http.GetStringAsync(new Uri("/api/v1/audit?queue=tables", UriKind.Relative), Token))!["items"]!.AsArray();
        Assert.Equal("mine-1", (string?)Assert.Single(record)!["requestId"]);
    }

    [Fact]
    public async Task A_cluster_that_starts_on_nothing_loses_nodes_in_turn_and_ends_warns_of_nothing_but_their_ways()
    {
        var database = await server.CreateDatabaseAsync();
        string[] ports = [$"Cluster:SiloPort={FreePort.Take()}", $"Cluster:GatewayPort={FreePort.Take()}"];
        var nodes = await Task.WhenAll(NodeAsync(database, "left", ports), NodeAsync(database, "right"));
        await using var left = nodes[0];
        await using var right = nodes[1];
        await using var front = await FrontAsync(database);

        Assert.Equal(0, await left.TerminateAsync());
        await using var again = await NodeAsync(database, "left", ports);
        await SendAsync(front, "/api/v1/queues/tables/pause", "{}", "any");
        Assert.Equal(0, await front.TerminateAsync());
        Assert.Equal(0, await right.TerminateAsync());
        Assert.Equal(0, await again.TerminateAsync());

        LogLine.IsQuietWhileNodesLeave(left, right, again, front);
        Assert.Contains(nodes.SelectMany(LogLine.Of), line => line.Message == "Source cpu@left leaves: its node stops");
    }

    public void Dispose() => _data.Delete(recursive: true);

    private Task<NodeProcess> NodeAsync(string database, string name, params string[] ports) => NodeProcess.StartAsync(
    [
        "Storage:Provider=Postgres", $"ConnectionStrings:Switchyard={database}", $"Cluster:NodeName={name}",
        $"Storage:DataDirectory={_data.FullName}/{name}", "Logging:Format=json", .. ports,
    ]);

    private static async Task<NodeProcess> FrontAsync(string database, params string[] settings)
    {
        var front = NodeProcess.LaunchFront([$"ConnectionStrings:Switchyard={database}", "Logging:Format=json", .. settings]);
        await front.ServesAsync();
        return front;
    }

    private static async Task<(string? Id, JsonNode Body)> SendAsync(NodeProcess to, string path, string body, string id)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative));
        request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        request.Headers.Add("X-Request-ID", id);
        using var answer = await to.Http.SendAsync(request, Token);
        return (answer.Headers.GetValues("X-Request-ID").Single(), JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!);
    }
}
