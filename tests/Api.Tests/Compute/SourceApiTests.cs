using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Switchyard.Servers;
using Switchyard.Tickets;
using Switchyard.Work;
using Switchyard.Yard;

namespace Switchyard.Compute;

public sealed class SourceApiTests(SourceCluster cluster) : YardTest(cluster), IClassFixture<SourceCluster>
{
    private readonly List<long> _tickets = [];

    private ISchedulerGrain Scheduler => Yard.Grains.GetScheduler();

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Scheduler.ActAsync("gpu0", SourceAct.Resume, "a test");
        await Scheduler.ActAsync("twin@east", SourceAct.Drain, "a test");
        await Scheduler.ActAsync("twin@west", SourceAct.Resume, "a test");
    }

    /// <summary>No test waits for what another left at a source.</summary>
    public override async ValueTask DisposeAsync()
    {
        foreach (var id in Enumerable.Reverse(_tickets))
        {
            await Yard.Grains.GetTicket(id).CancelAsync("the test is over");
        }

        await base.DisposeAsync();
    }

    [Fact]
    public async Task Sources_are_a_list_with_every_field_of_the_contract()
    {
        var before = (await Scheduler.GetSourcesAsync())[0].Completed;
        await EndedAsync(await SubmitAsync("quick"));
        for (var number = 0; number < 3; number++)
        {
            await SubmitAsync("hold");
        }

        await Eventually.IsAsync(async () => (await Scheduler.GetSourcesAsync())[0] is { Running: 1, Waiting: 2 });

        var sources = (await Client.GetFromJsonAsync<JsonArray>("/api/v1/sources", Cancelled))!;
        Assert.Equal(
            [
                $$"""{"name":"gpu0","node":"east","slots":1,"services":["Everything"],"running":1,"waiting":2,"completed":{{before + 1}},"state":"active"}""",
                """{"name":"twin","node":"east","slots":2,"services":[],"running":0,"waiting":0,"completed":0,"state":"draining"}""",
                """{"name":"twin","node":"west","slots":2,"services":[],"running":0,"waiting":0,"completed":0,"state":"away"}""",
            ],
            sources.Select(source => new JsonObject(source!.AsObject().Take(8).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))).ToJsonString()));
        Assert.Equal([null, "draining", "away"], sources.Select(source => (string?)source!["idle"]?["code"]));
        Assert.Equal((1, 2), (sources[0]!["runs"]!.AsArray().Count, sources[0]!["next"]!.AsArray().Count));
    }

    [Theory]
    [InlineData("gpu0", "drain", SourceAct.Drain)]
    [InlineData("twin@west", "pause", SourceAct.Pause)]
    [InlineData("twin%40east", "resume", SourceAct.Resume)]
    public async Task A_source_is_told(string name, string word, SourceAct act)
    {
        using var acts = Yard.Faults.Watch<ISchedulerGrain>(nameof(ISchedulerGrain.ActAsync), _ => true);

        var answer = await Client.PostAsync($"/api/v1/sources/{name}/{word}", null, Cancelled);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var asked = Assert.Single(acts.Calls);
        Assert.Equal(
            (Uri.UnescapeDataString(name), act, "operator"), (asked.Argument<string>(0), asked.Argument<SourceAct>(1), asked.Argument<string>(2)));
        Assert.Equal(
            Uri.UnescapeDataString(name).Split('@')[0], (string?)(await answer.Content.ReadFromJsonAsync<JsonNode>(Cancelled))!["name"]);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("twin")]
    public async Task A_source_that_is_not_one_is_a_problem(string name)
    {
        var answer = await Client.PostAsync($"/api/v1/sources/{name}/drain", null, Cancelled);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(
            "urn:switchyard:problem:unknown-source", (string?)(await answer.Content.ReadFromJsonAsync<JsonNode>(Cancelled))!["type"]);
    }

    [Fact]
    public async Task Services_are_json()
    {
        using var answer = await Client.GetAsync("/api/v1/services", Cancelled);

        Assert.Equal("application/json; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        var services = (await answer.Content.ReadFromJsonAsync<JsonNode>(Cancelled))!["items"]!.AsArray();
        // A source of the node permits them all: those that every node has, then those of the settings.
        Assert.Equal(
            ["FloatComputation", "Dummy", "Threshold", YardSource.Service], services.Select(service => (string?)service!["name"]));
        Assert.Equal(YardSource.OwnInterface, services[^1]!["interface"]!.ToJsonString());
    }

    [Fact]
    public async Task An_item_shows_where_it_ran_and_how()
    {
        var id = await SubmitAsync("fail");
        await EndedAsync(id);

        var item = await ItemAsync(id);

        Assert.Equal("failed", (string?)item["status"]);
        Assert.Equal("gpu0", (string?)item["source"]);
        Assert.Equal(3, (int?)item["exitCode"]);
        Assert.Equal("last words\n", (string?)item["log"]);
        Assert.Null(item["waiting"]);
    }

    [Fact]
    public async Task An_item_that_runs_shows_where_by_a_name_that_only_one_source_has()
    {
        await Scheduler.ActAsync("gpu0", SourceAct.Pause, "a test");
        var id = await SubmitAsync("hold");
        Assert.NotNull(await Yard.Grains.GetTicket(id).StartAsync("twin@west", TimeSpan.FromHours(1)));

        var item = await ItemAsync(id);

        Assert.Equal("twin@west", (string?)item["source"]);
        Assert.Null(item["waiting"]);
    }

    [Fact]
    public async Task An_item_shows_where_and_why_it_waits()
    {
        await Scheduler.ActAsync("gpu0", SourceAct.Pause, "a test");
        var (placed, lost) = (await SubmitAsync("hold"), await SubmitAsync("hold"));
        await Eventually.IsAsync(async () => await Scheduler.FindAsync(placed) is not null);
        using var forgets = Yard.Faults.On<ISchedulerGrain>(
            nameof(ISchedulerGrain.FindAsync),
            call => call.Argument<long>(0) == lost,
            call =>
            {
                call.Answer = null;
                return Task.CompletedTask;
            });

        var item = await ItemAsync(placed);

        Assert.Equal("gpu0", (string?)item["source"]);
        Assert.Equal((await Scheduler.FindAsync(placed))!.Reason, (string?)item["waiting"]!["text"]);
        Assert.Equal(WaitingCodes.SourcePaused, (string?)item["waiting"]!["code"]);
        Assert.Null((await ItemAsync(lost))["source"]);
        Assert.Equal("not placed at a compute source yet", (string?)(await ItemAsync(lost))["waiting"]!["text"]);
    }

    /// <summary>A ticket for the service, which does as it is told.</summary>
    private async Task<long> SubmitAsync(string note)
    {
        var id = await Yard.Grains.GetUploads().ReserveIdAsync();
        var archive = await Yard.Blobs.AddAsync(
            TarGz.Pack(CompressionLevel.Fastest, ("main.json", Encoding.UTF8.GetBytes($$$"""{"inputs":{"note":"{{{note}}}"}}"""))));
        _tickets.Add(id);
        Assert.True(await Yard.Grains.GetTicket(id).SubmitAsync(new(YardSource.Service, new byte[32], archive, "::1")));
        return id;
    }

    private Task EndedAsync(long id) => Eventually.IsAsync(async () => (await Yard.Grains.GetTicket(id).GetAsync())!.Status.IsTerminal());

    private async Task<JsonNode> ItemAsync(long id) => (await Client.GetFromJsonAsync<JsonNode>($"/api/v1/work/{id}", Cancelled))!;
}
