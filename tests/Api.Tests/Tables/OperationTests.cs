using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Switchyard.Work;
using Switchyard.Yard;

namespace Switchyard.Tables;

[Collection(CampaignCluster.Name)]
public sealed class OperationTests(CampaignCluster cluster) : YardTest(cluster)
{
    [Fact]
    public async Task A_reset_answers_how_many()
    {
        using var resets = Yard.Faults.Watch<ICampaignGrain>(nameof(ICampaignGrain.ResetAsync), _ => true);

        var answer = await Client.PostAsJsonAsync("/api/v1/tables/reset", new { which = "errors", dryRun = true }, Cancelled);

        Assert.Equal("""{"tables":1}""", await answer.Content.ReadAsStringAsync(Cancelled));
        var reset = Assert.Single(resets.Calls);
        Assert.Equal((ResetSelection.Errors, true), (reset.Argument<ResetSelection>(0), reset.Argument<bool>(2)));
    }

    [Fact]
    public async Task A_reset_with_an_unknown_name_changes_nothing_and_lists_it()
    {
        var known = await Yard.Tables.AddAsync("reset-known");
        await known.Grain.CancelAsync("to be reset");

        var answer = await Client.PostAsJsonAsync(
            "/api/v1/tables/reset", new { which = "named", tables = new[] { "reset-known", "reset-unknown" } }, Cancelled);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonNode>(Cancelled);
        Assert.Equal("urn:switchyard:problem:unknown-table", (string?)problem!["type"]);
        Assert.Equal("""["reset-unknown"]""", problem["tables"]!.ToJsonString());
        Assert.Equal(WorkStatus.Cancelled, (await known.Grain.GetAsync())!.Status);
    }

    [Theory]
    [InlineData("""{"which":"all"}""")]
    [InlineData("""{"which":"named"}""")]
    [InlineData("""{"which":"errors","tables":["x"]}""")]
    [InlineData("""{"which":"named","tables":[null]}""")]
    [InlineData("""{"which":"errors","dryrunn":true}""")]
    [InlineData("""{"which":"named","tables":["a\u0000"]}""")]
    [InlineData("""{"which":"named","tables":["a\ud800"]}""")]
    [InlineData("""{"which":1}""")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("")]
    public async Task A_malformed_reset_is_a_problem(string body)
    {
        using var content = new StringContent(body, mediaType: new("application/json"));

        var answer = await Client.PostAsync("/api/v1/tables/reset", content, Cancelled);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonNode>(Cancelled);
        Assert.Equal("urn:switchyard:problem:invalid-request", (string?)problem!["type"]);
    }

    [Fact]
    public async Task An_import_is_accepted_with_its_progress()
    {
        using var imports = Yard.Faults.On<ICampaignGrain>(
            nameof(ICampaignGrain.ImportAsync),
            _ => true,
            call =>
            {
                call.Answer = new ImportProgress { Phase = ImportPhase.ReadingTargets, TablesFound = 3 };
                return Task.CompletedTask;
            });

        var answer = await Client.PostAsync("/api/v1/tables/import", null, Cancelled);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal("/api/v1/tables/import", answer.Headers.Location!.OriginalString);
        var progress = await answer.Content.ReadFromJsonAsync<JsonNode>(Cancelled);
        Assert.Equal("readingtargets", (string?)progress!["phase"]);
        Assert.Equal(3, (int?)progress["tablesFound"]);
    }

    [Fact]
    public async Task A_table_is_shown_with_targets_origins_and_assignments()
    {
        await Yard.Tables.AddAsync("shown table", "me");

        var table = await Client.GetFromJsonAsync<JsonNode>("/api/v1/tables/items/shown%20table", Cancelled);

        Assert.Equal("running", (string?)table!["item"]!["status"]);
        Assert.Equal(
            """[{"task":"cea","row":1,"column":0,"mapped":"Q72","origin":0},{"task":"cpa","subject":0,"object":1,"mapped":null,"origin":null}]""",
            table["mappings"]!.ToJsonString());
        Assert.Equal("me", (string?)table["assignments"]![0]!["client"]);
    }

    [Theory]
    [InlineData("import")]
    [InlineData("statistics")]
    public async Task A_table_with_the_name_of_an_operation_is_shown(string name)
    {
        await Yard.Tables.AddAsync(name);

        var table = await Client.GetFromJsonAsync<JsonNode>($"/api/v1/tables/items/{name}", Cancelled);

        Assert.Equal(name, (string?)table!["item"]!["name"]);
    }

    [Fact]
    public async Task An_errors_text_is_plain_text()
    {
        var answer = await Client.GetAsync("/api/v1/tables/items/with-error/errors/1", Cancelled);

        Assert.Equal("text/plain; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("<b>Traceback</b> ä", await answer.Content.ReadAsStringAsync(Cancelled));
        Assert.Equal(HttpStatusCode.NotFound, (await Client.GetAsync("/api/v1/tables/items/with-error/errors/2", Cancelled)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Client.GetAsync("/api/v1/tables/items/unknown/errors/1", Cancelled)).StatusCode);
    }

    [Fact]
    public async Task Tables_are_listed_by_name()
    {
        await Yard.Tables.AddAsync("listed-1");
        await Yard.Tables.AddAsync("listed-2");

        var page = await Client.GetFromJsonAsync<JsonNode>("/api/v1/tables?name=listed-&limit=1", Cancelled);

        Assert.Equal("listed-2", (string?)page!["items"]![0]!["name"]);
        var next = await Client.GetFromJsonAsync<JsonNode>($"/api/v1/tables?name=listed-&after={page["next"]}", Cancelled);
        Assert.Equal("listed-1", (string?)Assert.Single(next!["items"]!.AsArray())!["name"]);
        Assert.Null(next["next"]);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("-1")]
    [InlineData("1 ")]
    [InlineData("99999999999999999999")]
    public async Task What_no_page_gave_is_no_cursor(string after)
    {
        using var answer = await Client.GetAsync($"/api/v1/tables?after={Uri.EscapeDataString(after)}", Cancelled);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonNode>(Cancelled);
        Assert.Equal("urn:switchyard:problem:invalid-request", (string?)problem!["type"]);
    }
}
