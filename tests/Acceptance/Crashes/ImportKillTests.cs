using System.Net;
using System.Text.Json.Nodes;
using Switchyard.Acceptance.Yard;

namespace Switchyard.Acceptance.Crashes;

public sealed class ImportKillTests
{
    private const int Tables = 2500;
    private const int Cells = 8;

    [Fact]
    public async Task An_import_that_was_killed_goes_on_when_the_node_starts_again()
    {
        await using var node = await TablesNode.StartAsync(_ => { });
        node.Input.WithSmallTables(Tables, Cells);

        // Killed in the middle, when some tables are stored; then once more, at the start, while the next import reads.
        await node.Door.PostAsync("/api/v1/tables/import");
        var before = await Eventually.AskAsync(ProgressAsync, import => (int)import["tablesStored"]! > 0);
        Assert.Equal("storingtables", (string?)before["phase"]);
        await node.Process.KillAsync();
        node.Launch();
        await node.Process.SaysAsync("Campaign tables: importing");
        await node.Process.KillAsync();

        await node.StartAsync();
        var after = await node.Door.ImportedAsync();
        Assert.Equal("finished", (string?)after["phase"]);
        Assert.InRange((int)after["tablesKnown"]!, (int)before["tablesStored"]!, Tables);
        Assert.Equal(Tables, (int)after["tablesKnown"]! + (int)after["tablesStored"]!);
        Assert.Equal(0, (int)after["problemCount"]!);

        var stats = await node.Door.StatsAsync();
        Assert.Equal($$"""{"error":0,"result":0,"total":{{Tables}},"unfinished":{{Tables}}}""", stats["tables"]!.ToJsonString());
        var names = Enumerable.Range(0, Tables).Select(number => $"T{number:0000}").ToList();
        Assert.Equal(
            names.SelectMany(name => Enumerable.Range(1, Cells).Select(row => $"{name},{row},0,None")), await node.Door.SubmissionAsync("cea", missing: true));
        Assert.Equal(names.Select(name => $"{name},0,None"), await node.Door.SubmissionAsync("cta", missing: true));
        Assert.Equal(names.Select(name => $"{name},0,1,None"), await node.Door.SubmissionAsync("cpa", missing: true));
        Assert.Equal("T0000", (await node.Door.TakeAsync("someone")).Name);

        async Task<JsonNode> ProgressAsync() => (await node.Door.GetAsync("/api/v1/tables/import")).Is(HttpStatusCode.OK).Json;
    }

    /// <summary>What the node imports by itself when it is back is not what was asked for: the request that is sent again begins that, once.</summary>
    [Fact]
    public async Task A_request_under_a_key_whose_node_was_killed_imports_when_it_is_sent_again_and_only_then()
    {
        await using var node = await TablesNode.StartAsync(_ => { });
        await node.Door.ImportedAsync();
        node.Input.WithSmallTables(Tables, Cells);
        var first = await ImportAsync("true");
        await node.Process.KillAsync();
        await node.StartAsync();
        var own = await node.Door.ImportedAsync();
        Assert.NotEqual((string?)first["startedAt"], (string?)own["startedAt"]);

        var again = await ImportAsync("true");
        Assert.NotEqual((string?)own["startedAt"], (string?)again["startedAt"]);
        await node.Door.ImportedAsync();
        Assert.Equal((string?)again["startedAt"], (string?)(await ImportAsync("true"))["startedAt"]);
        (await SendAsync("false")).Is(HttpStatusCode.UnprocessableEntity);
        Assert.Equal((long)Tables, (long)(await node.Door.StatsAsync())["tables"]!["total"]!);

        async Task<JsonNode> ImportAsync(string requeue) => (await SendAsync(requeue)).Is(HttpStatusCode.Accepted).Json;

        async Task<Answer> SendAsync(string requeue)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/v1/tables/import", UriKind.Relative));
            request.Headers.Add("Idempotency-Key", "night");
            request.Content = new StringContent($$"""{"requeue":{{requeue}}}""", mediaType: new("application/json"));
            return await node.Door.SendAsync(request);
        }
    }
}
