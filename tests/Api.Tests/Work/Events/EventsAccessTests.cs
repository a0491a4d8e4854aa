using System.Net;
using Switchyard.Auth;
using Switchyard.Expertise;
using Switchyard.Yard;

namespace Switchyard.Work.Events;

/// <summary>Who hears of what.</summary>
public sealed class EventsAccessTests(YardCluster cluster) : AuthTest(cluster)
{
    private readonly string _who = $"who-{Guid.NewGuid():N}";

    [Fact]
    public async Task A_client_hears_of_its_own_items_alone()
    {
        await using var listener = await Listener.OpenAsync(Client, headers: Key(await NewKeyAsync(Role.Client, _who)));
        await using var viewer = await Listener.OpenAsync(Client, headers: Key(await NewKeyAsync(Role.Viewer)));
        var others = await Yard.Expertise.AddAsync($"{_who}-2", StepStatus.Failed, StepStatus.Blocked, error: "none");
        var own = await Yard.Expertise.AddAsync(_who, StepStatus.Failed, StepStatus.Blocked, error: "none");

        Assert.Equal(own.Id, (long)(await listener.NextAsync())!.Value.Data["id"]!);
        Assert.NotEmpty(await viewer.WordsOfAsync(others.Id, 1));
        Assert.NotEmpty(await viewer.WordsOfAsync(own.Id, 1));
    }

    [Fact]
    public async Task A_key_for_a_queue_hears_of_that_queue_alone()
    {
        var key = Key(await NewKeyAsync(Role.Operator, change: key => key with { Queues = ["jobs.remove"] }));
        await using var listener = await Listener.OpenAsync(Client, headers: key);
        await Yard.Jobs.AddAsync(_who);
        var remove = await Yard.Jobs.AddAsync($"{_who}-2", operation: Jobs.JobOperation.Remove);

        (string Word, System.Text.Json.Nodes.JsonNode Data) told;
        do
        {
            told = (await listener.NextAsync())!.Value;
            Assert.Equal("jobs.remove", (string?)told.Data["queue"]);
        }
        while ((long)told.Data["id"]! != remove.Id);
    }

    [Fact]
    public async Task Workers_and_strangers_hear_nothing()
    {
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("GET", "/api/v1/events", Key(await NewKeyAsync(Role.Worker))));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("GET", "/api/v1/events"));
    }
}
