using System.Net;
using Switchyard.Jobs;
using Switchyard.Yard;

namespace Switchyard.Work.Events;

/// <summary>What happens to items is told while it happens. Other tests' items are there, too: each test goes by its own.</summary>
public sealed class EventsTests(YardCluster cluster) : YardTest(cluster)
{
    private readonly string _target = $"target-{Guid.NewGuid():N}";

    [Fact]
    public async Task An_item_is_told_from_its_queue_to_its_end()
    {
        await using var listener = await Listener.OpenAsync(Client);
        var job = await Yard.Jobs.LeaseAsync(_target, "worker", number: 1);
        await Yard.Jobs[job.Id].FailAsync(1, "out of memory", retry: true, retryAfter: null);
        await Yard.Jobs[job.Id].ClaimAsync("other", TimeSpan.FromMinutes(1));
        await Yard.Jobs[job.Id].FailAsync(2, "out of luck", retry: false, retryAfter: null);

        Assert.Equal(["queued", "running", "queued", "running", "failed"], await listener.WordsOfAsync(job.Id, 5));
    }

    [Fact]
    public async Task An_event_says_what_the_item_is_now()
    {
        var job = await Yard.Jobs.AddAsync(_target);
        await using var listener = await Listener.OpenAsync(Client, $"?id={job.Id}");
        await Yard.Jobs[job.Id].ClaimAsync("worker", TimeSpan.FromMinutes(1));
        await Yard.Jobs[job.Id].FailAsync(1, "out of luck", retry: false, retryAfter: null);

        var (word, running) = (await listener.NextAsync())!.Value;
        Assert.Equal("running", word);
        Assert.InRange((DateTimeOffset)running["at"]!, job.CreatedAt.AddMinutes(-1), TimeProvider.System.GetUtcNow().AddMinutes(1));
        Assert.True(running.AsObject().Remove("at"));
        Assert.Equal(
            $$"""{"id":{{job.Id}},"kind":"job","queue":"jobs.add","status":"running","leaseNumber":1,"worker":"worker"}""", running.ToJsonString());
        var (_, failed) = (await listener.NextAsync())!.Value;
        Assert.Equal(("failed", "out of luck"), ((string?)failed["status"], (string?)failed["error"]));
    }

    [Fact]
    public async Task Who_comes_again_with_the_last_id_misses_nothing_and_hears_nothing_twice()
    {
        var job = await Yard.Jobs.AddAsync(_target);
        var query = $"?id={job.Id}";
        string? place;
        await using (var listener = await Listener.OpenAsync(Client, query))
        {
            await Yard.Jobs[job.Id].ClaimAsync("worker", TimeSpan.FromMinutes(1));
            Assert.Equal(["running"], await listener.WordsOfAsync(job.Id, 1));
            place = listener.Place;
        }

        await Yard.Jobs[job.Id].FailAsync(1, "once", retry: true, retryAfter: null);
        await Yard.Jobs[job.Id].CancelAsync("enough");
        await using var again = await Listener.OpenAsync(Client, query, place);

        Assert.Equal(("queued", "once"), ((await again.NextAsync())!.Value is var (word, data) ? (word, (string?)data["error"]) : default));
        Assert.Equal("cancelled", (await again.NextAsync())!.Value.Word);
        await Yard.Jobs[job.Id].ResetAsync();
        Assert.Equal("queued", (await again.NextAsync())!.Value.Word);
    }

    [Theory]
    [InlineData("0-1")]
    [InlineData("what")]
    [InlineData("0")]
    public async Task Who_comes_from_where_nobody_knows_is_told_so_and_goes_on(string place)
    {
        var job = await Yard.Jobs.AddAsync(_target);
        await using var listener = await Listener.OpenAsync(Client, $"?id={job.Id}", place);

        Assert.Equal("reset", (await listener.NextAsync())!.Value.Word);
        var known = listener.Place;
        await Yard.Jobs[job.Id].CancelAsync("enough");
        Assert.Equal(["cancelled"], await listener.WordsOfAsync(job.Id, 1));
        await using var again = await Listener.OpenAsync(Client, $"?id={job.Id}", known);
        Assert.Equal("cancelled", (await again.NextAsync())!.Value.Word);
    }

    [Fact]
    public async Task Only_what_was_asked_for_is_told()
    {
        await using var removals = await Listener.OpenAsync(Client, "?queue=jobs.remove&kind=job");
        await using var tickets = await Listener.OpenAsync(Client, "?kind=ticket");
        var add = await Yard.Jobs.AddAsync(_target);
        var ticket = await Yard.Tickets.AddAsync("0123456789", WorkStatus.Queued);
        var remove = await Yard.Jobs.AddAsync($"{_target}-2", operation: JobOperation.Remove);

        Assert.Equal(["queued"], await tickets.WordsOfAsync(ticket.Id, 1));
        (string Word, System.Text.Json.Nodes.JsonNode Data) told;
        do
        {
            told = (await removals.NextAsync())!.Value;
            Assert.Equal(("jobs.remove", "job"), ((string?)told.Data["queue"], (string?)told.Data["kind"]));
            Assert.NotEqual(add.Id, (long)told.Data["id"]!);
        }
        while ((long)told.Data["id"]! != remove.Id);
    }

    [Theory]
    [InlineData("?id=abc")]
    [InlineData("?id=-1")]
    [InlineData("?kind=")]
    [InlineData("?kind=lost")]
    [InlineData("?queue=")]
    public async Task A_wrong_value_is_refused(string query)
    {
        using var answer = await Client.GetAsync(new Uri($"/api/v1/events{query}", UriKind.Relative), Cancelled);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_stream_ends_when_its_node_stops()
    {
        await using var front = await FrontEnd.StartAsync(Yard);
        await using var listener = await Listener.OpenAsync(front.Client);

        var stopped = front.App.StopAsync(Cancelled);

        while (await listener.NextAsync() is not null)
        {
        }

        await stopped;
    }
}
