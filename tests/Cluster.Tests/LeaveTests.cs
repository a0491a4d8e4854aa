using System.Net;
using Switchyard.Cluster.Yard;

namespace Switchyard.Cluster;

/// <summary>Nodes that are told to stop.</summary>
[Collection(typeof(TheCluster))]
public sealed class LeaveTests(ThreeNodes nodes)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nodes_that_are_stopped_and_started_in_turn_cost_a_client_at_most_one_retry_and_a_front_end_none()
    {
        await nodes.StartAllAsync();
        await using var front = await nodes.StartFrontAsync();
        await using var load = Load.Start([nodes.AddressOf(0), nodes.AddressOf(1), nodes.AddressOf(2)], each: 3);
        await using var behind = Load.Start([front.Address], each: 1);
        await load.PassAsync(200);

        for (var node = 0; node < 3; node++)
        {
            var began = TimeProvider.System.GetTimestamp();
            Assert.Equal(0, await nodes.TerminateAsync(node));
            Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(30));
            Assert.Empty(nodes[node].Errors);
            await load.PassAsync(100);
            await nodes.StartAsync(node);
            await load.PassAsync(100);
        }

        await load.EndAsync();
        await behind.EndAsync();
        Assert.All(load.Record, operation => Assert.True(operation.Retries <= 1, operation.ToString()));
        Assert.All(behind.Record, operation => Assert.True(operation.Retries == 0, operation.ToString()));
    }

    [Fact]
    public async Task A_node_that_leaves_says_so_and_serves_on_for_its_delay_and_ends_who_waits()
    {
        await nodes.StartAllAsync();
        Assert.Equal(0, await nodes.TerminateAsync(0));
        var node = await nodes.StartAsync(0, "Cluster:LeaveDelay=00:00:02");
        var waits = ClaimAsync();

        node.SendTerminate();
        await Eventually.IsAsync(async () =>
        {
            using var answer = await node.Http.GetAsync(new Uri("/health/ready", UriKind.Relative), Token);
            return answer.StatusCode == HttpStatusCode.ServiceUnavailable && await answer.Content.ReadAsStringAsync(Token) == "\"Not ready: draining\"";
        });
        using (var still = await node.Http.GetAsync(new Uri("/api/v1/queues", UriKind.Relative), Token))
        {
            Assert.Equal(HttpStatusCode.OK, still.StatusCode);
            Assert.True(still.Headers.ConnectionClose);
        }

        Assert.Equal("""{"items":[],"paused":false}""", await waits);
        Assert.Equal(0, await node.EndAsync());

        async Task<string> ClaimAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/v1/jobs/claim", UriKind.Relative));
            request.Content = new StringContent("""{"worker":"waits","operations":["ROLLBACK_REMOVE"]}""", System.Text.Encoding.UTF8, "application/json");
            request.Headers.Add("Prefer", "wait=20");
            using var answer = await node.Http.SendAsync(request, Token);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            return await answer.Content.ReadAsStringAsync(Token);
        }
    }
}
