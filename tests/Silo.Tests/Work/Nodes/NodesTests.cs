using System.Net;
using System.Text.Json.Nodes;
using Switchyard.Servers;

namespace Switchyard.Work.Nodes;

public sealed class NodesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_node_is_listed_and_leaves_when_it_is_told_to()
    {
        await using var node = await NodeProcess.StartAsync("Cluster:NodeName=yard-1");

        var nodes = JsonNode.Parse(await node.Http.GetStringAsync(new Uri("/api/v1/nodes", UriKind.Relative), Token))!["items"]!.AsArray();
        var shown = Assert.Single(nodes)!;
        Assert.Equal(("yard-1", "ready"), ((string?)shown["name"], (string?)shown["state"]));
        Assert.InRange((long)shown["memoryBytes"]!, 1_000_000, 10_000_000_000);
        Assert.InRange((DateTimeOffset)shown["startedAt"]!, TimeProvider.System.GetUtcNow().AddMinutes(-5), TimeProvider.System.GetUtcNow());
        Assert.NotEmpty((string)shown["version"]!);
        Assert.InRange((int)shown["activations"]!, 1, 100_000);
        Assert.InRange((double)shown["load"]!, 0, 1);
        Assert.Contains("scheduling", shown["duties"]!.AsArray().Select(duty => (string?)duty));

        Assert.Equal(HttpStatusCode.NotFound, await DrainAsync(node, "yard-2"));
        Assert.Equal(HttpStatusCode.Accepted, await DrainAsync(node, "yard-1"));

        Assert.Equal(0, await node.EndAsync());
    }

    private static async Task<HttpStatusCode> DrainAsync(NodeProcess node, string name)
    {
        using var answer = await node.Http.PostAsync(new Uri($"/api/v1/nodes/{name}/drain", UriKind.Relative), null, Token);
        return answer.StatusCode;
    }
}
