using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Switchyard.Work;
using Switchyard.Yard;

namespace Switchyard.Compute;

public sealed class SourceApiTests(YardCluster cluster) : YardTest(cluster)
{
    [Fact]
    public async Task Sources_are_a_list_with_every_field_of_the_contract() => Assert.Equal(
        """[{"name":"gpu0","node":"east","slots":1,"services":["Everything"],"running":1,"waiting":2,"completed":3,"state":"active"},{"name":"twin","node":"east","slots":2,"services":[],"running":0,"waiting":0,"completed":0,"state":"draining"},{"name":"twin","node":"west","slots":2,"services":[],"running":0,"waiting":0,"completed":0,"state":"away"}]""",
        await Client.GetStringAsync("/api/v1/sources", Cancelled));

    [Theory]
    [InlineData("gpu0", "drain", SourceAct.Drain)]
    [InlineData("twin@west", "pause", SourceAct.Pause)]
    [InlineData("twin%40east", "resume", SourceAct.Resume)]
    public async Task A_source_is_told(string name, string word, SourceAct act)
    {
        var answer = await Client.PostAsync($"/api/v1/sources/{name}/{word}", null, Cancelled);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains((Uri.UnescapeDataString(name), act, "operator"), Yard.Tickets.Acts);
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

        Assert.Equal("application/json", answer.Content.Headers.ContentType!.ToString());
        var service = Assert.Single((await answer.Content.ReadFromJsonAsync<JsonArray>(Cancelled))!);
        Assert.Equal(YardTickets.Interface, service!["interface"]!.ToJsonString());
    }

    [Theory]
    [InlineData(WorkStatus.Completed, "gpu0@east", "gpu0")]
    [InlineData(WorkStatus.Running, "twin@west", "twin@west")]
    public async Task An_item_shows_where_it_ran_and_how(WorkStatus status, string source, string shown)
    {
        var ticket = Yard.Tickets.Add("t", status);
        ticket.Run = new RunView(source, 3, "last words");

        var item = await ItemAsync(ticket.View.Id);

        Assert.Equal(shown, (string?)item["source"]);
        Assert.Equal(3, (int?)item["exitCode"]);
        Assert.Equal("last words", (string?)item["log"]);
        Assert.Null(item["waiting"]);
    }

    [Fact]
    public async Task An_item_shows_where_and_why_it_waits()
    {
        var placed = Yard.Tickets.Add("t", WorkStatus.Queued).View.Id;
        Yard.Tickets.Placements[placed] = new PlacementView("twin@east", false, 0, "position 1 at twin@east", WaitingCodes.SourceBusy);
        var lost = Yard.Tickets.Add("t", WorkStatus.Queued).View.Id;

        var item = await ItemAsync(placed);

        Assert.Equal("twin@east", (string?)item["source"]);
        Assert.Equal("""{"code":"source-busy","text":"position 1 at twin@east"}""", item["waiting"]!.ToJsonString());
        Assert.Null((await ItemAsync(lost))["source"]);
        Assert.Equal("not placed at a compute source yet", (string?)(await ItemAsync(lost))["waiting"]!["text"]);
    }

    private async Task<JsonNode> ItemAsync(long id) => (await Client.GetFromJsonAsync<JsonNode>($"/api/v1/work/{id}", Cancelled))!;
}
