using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Switchyard.Yard;

namespace Switchyard.Downloads;

/// <summary>What an operator sees of those who ask.</summary>
[Collection(DownloadCluster.Name)]
public sealed class EventTests(DownloadCluster cluster) : YardTest(cluster)
{
    [Fact]
    public async Task Events_are_told_the_newest_first_and_as_many_as_wanted()
    {
        var listener = Yard.Grains.GetDownloadListener();
        await Eventually.IsAsync(async () => await listener.GetStateAsync() is { HearsRedis: true });

        var classifier = await cluster.AddAsync(download: 1);
        await cluster.Redis.PublishAsync(DownloadNames.Channel, "clf-a<b");
        IReadOnlyList<DownloadEvent> events = [];
        await Eventually.IsAsync(async () => (events = await listener.GetEventsAsync(2))[0].Text == "clf-a<b");
        using var asked = Yard.Faults.Watch<IDownloadListenerGrain>(nameof(IDownloadListenerGrain.GetEventsAsync), _ => true);

        Assert.Equal(
            $$"""{"items":[{"at":{{At(0)}},"source":"redis","text":"clf-a<b","clfId":null,"outcome":"it names no classifier: expected 'clf-' and a positive number","refused":true},"""
            + $$"""{"at":{{At(1)}},"source":"a test","text":"clf-{{classifier.Id}}","clfId":{{classifier.Id}},"outcome":"a build was made","refused":false}],"next":null}""",
            await Client.GetStringAsync("/api/v1/downloads/events?limit=2", Cancelled));
        Assert.Single(JsonNode.Parse(await Client.GetStringAsync("/api/v1/downloads/events?limit=1", Cancelled))!["items"]!.AsArray());
        Assert.InRange(JsonNode.Parse(await Client.GetStringAsync("/api/v1/downloads/events", Cancelled))!["items"]!.AsArray().Count, 2, 100);
        Assert.Equal([2, 1, 100], asked.Calls.Select(call => call.Argument<int>(0)));

        string At(int place) => JsonSerializer.Serialize(events[place].At);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1001")]
    [InlineData("many")]
    public async Task A_limit_that_is_none_is_refused(string limit)
    {
        using var asked = Yard.Faults.Watch<IDownloadListenerGrain>(nameof(IDownloadListenerGrain.GetEventsAsync), _ => true);

        using var answer = await Client.GetAsync($"/api/v1/downloads/events?limit={limit}", Cancelled);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Empty(asked.Calls);
    }
}
