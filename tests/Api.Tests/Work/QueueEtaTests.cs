using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Switchyard.Yard;

namespace Switchyard.Work;

/// <summary>What a queue says of its pace, and where tasks may be moved to.</summary>
public sealed class QueueEtaTests(YardCluster cluster) : YardTest(cluster)
{
    [Fact]
    public async Task A_queue_tells_when_it_will_be_done_or_why_it_cannot_say()
    {
        await SubmitAsync("eta", 3);
        var before = await QueueAsync("eta");
        Assert.Equal((null, "idle", 3), ((double?)before["eta"], (string?)before["etaReason"], (long)before["rates"]!["in"]!["minute"]!));

        using (var paused = await Client.PostAsJsonAsync("/api/v1/queues/eta/pause", new { reason = "lunch" }, Cancelled))
        {
            Assert.Equal(HttpStatusCode.OK, paused.StatusCode);
        }

        Assert.Equal("paused", (string?)(await QueueAsync("eta"))["etaReason"]);
    }

    [Theory]
    [InlineData("tables")]
    [InlineData("two words")]
    public async Task Nothing_is_moved_to_a_queue_that_takes_no_tasks(string target)
    {
        using var refused = await Client.PostAsJsonAsync(
            "/api/v1/work/bulk", new { act = "move", queue = target, filter = new { queue = "eta-move" }, dryRun = true }, Cancelled);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    private async Task SubmitAsync(string queue, int count)
    {
        using var answer = await Client.PostAsJsonAsync(
            "/api/v1/tasks", Enumerable.Range(0, count).Select(number => new { queue, payload = number }), Cancelled);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private async Task<JsonNode> QueueAsync(string queue) =>
        (await Client.GetFromJsonAsync<JsonNode>($"/api/v1/queues/{queue}", Cancelled))!;
}
