using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Switchyard.Hosting;
using Switchyard.Yard;

namespace Switchyard.Tables;

/// <summary>On a node of its own, whose input directory the tests change.</summary>
public sealed class ImportTests(OwnCluster cluster) : YardTest(cluster), IClassFixture<OwnCluster>
{
    private const string Import = "/api/v1/tables/import";

    [Fact]
    public async Task Without_a_targets_file_an_import_is_422_and_stores_nothing()
    {
        await Yard.Tables.AddAsync("known");
        var (targets, away) = (Path.Combine(Yard.Tables.Input, "targets"), Path.Combine(Yard.Tables.Input, "away"));
        Directory.Move(targets, away);
        Directory.CreateDirectory(targets);
        await File.WriteAllTextAsync(Path.Combine(Yard.Tables.Input, "tables", "unknown.csv"), "x", Cancelled);
        try
        {
            foreach (var body in new[] { null, JsonContent.Create(new { requeue = true }) })
            {
                using var answer = await Client.PostAsync(Import, body, Cancelled);

                Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
                var problem = await answer.Content.ReadFromJsonAsync<JsonNode>(Cancelled);
                Assert.Equal("urn:switchyard:problem:nothing-to-import", (string?)problem!["type"]);
                Assert.Contains("no targets file", (string?)problem["detail"], StringComparison.Ordinal);
            }

            Assert.Null(await Yard.Tables.Reports.FindAsync("unknown"));
            Assert.NotNull(await Yard.Tables.Reports.FindAsync("known"));
        }
        finally
        {
            File.Delete(Path.Combine(Yard.Tables.Input, "tables", "unknown.csv"));
            Directory.Delete(targets);
            Directory.Move(away, targets);
        }
    }

    [Fact]
    public async Task Changed_cells_come_to_clients_after_an_import_and_a_reset()
    {
        var table = await Yard.Tables.AddAsync("changed", "me");
        var file = Path.Combine(Yard.Tables.Input, "tables", "changed.csv");
        await Client.PutAsync("/storeResult/changed/?client=me", Json("""{"cea":[],"cta":[],"cpa":[],"errors":[]}"""), Cancelled);
        await File.WriteAllTextAsync(file, "col0,col1\nnew,newer\n", Cancelled);

        var progress = await ImportAsync("{}");

        Assert.Equal(1, (int?)progress["tablesChanged"]!["count"]);
        Assert.Equal("changed", (string?)progress["tablesChanged"]!["first"]![0]);
        Assert.Equal("changed", (string?)progress["tablesReturned"]!["first"]![0]);
        Assert.Equal("none", (string?)progress["refused"]);
        await Client.PostAsJsonAsync("/api/v1/tables/reset", new { which = "named", tables = new[] { "changed" } }, Cancelled);
        var description = await (await Client.PostAsync("/getDescription?table=changed", null, Cancelled)).Content.ReadAsStringAsync(Cancelled);
        Assert.Contains("""[["col0","new"],["col1","newer"]]""", description, StringComparison.Ordinal);
        Assert.Equal(Work.WorkStatus.Queued, (await table.Grain.GetAsync())!.Status);
    }

    [Fact]
    public async Task Targets_in_lower_case_files_that_come_later_are_added_and_returned_tables_go_back_when_asked()
    {
        var table = await Yard.Tables.AddAsync("later", "me");
        await Client.PutAsync("/storeResult/later/?client=me", Json("""{"cea":[],"cta":[],"cpa":[],"errors":[]}"""), Cancelled);
        await File.WriteAllTextAsync(Path.Combine(Yard.Tables.Input, "targets", "cta_targets.csv"), "later,1\nlater,7\nnobody,0\n", Cancelled);

        var progress = await ImportAsync("""{"requeue":true}""");

        Assert.Equal(2, (int?)progress["targetsAdded"]);
        Assert.Equal("later", (string?)Assert.Single(progress["tablesRequeued"]!["first"]!.AsArray()));
        var file = progress["targetsFiles"]!.AsArray().Single(one => (string?)one!["file"] == "cta_targets.csv")!;
        Assert.Equal((3, 2, 1, 1), ((int?)file["lines"], (int?)file["targets"], (int?)file["unused"], (int?)file["outside"]));
        Assert.Equal([1, 7], (await table.Grain.GetDetailsAsync())!.Mappings.Where(m => m.Task == AnnotationTask.Cta).Select(m => m.Annotation.First));
        Assert.Equal(Work.WorkStatus.Queued, (await table.Grain.GetAsync())!.Status);
    }

    [Theory]
    [InlineData("""{"requeued":true}""")]
    [InlineData("""{"requeue":"yes"}""")]
    [InlineData("[]")]
    public async Task A_malformed_request_is_a_problem(string body)
    {
        using var answer = await Client.PostAsync(Import, Json(body), Cancelled);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Another_import_that_runs_is_a_conflict()
    {
        using var imports = Yard.Faults.On<ICampaignGrain>(
            nameof(ICampaignGrain.ImportWithAsync),
            _ => true,
            call =>
            {
                call.Answer = new ImportProgress { Phase = ImportPhase.ReadingTargets, Refused = ImportRefusal.Busy, Error = "An import runs already." };
                return Task.CompletedTask;
            });

        using var answer = await Client.PostAsync(Import, Json("""{"removeGone":true}"""), Cancelled);

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal(new ImportRequest(Requeue: false, RemoveGone: true), Assert.Single(imports.Calls).Argument<ImportRequest>(0));
    }

    [Fact]
    public async Task An_import_under_a_key_is_begun_once_and_again_only_when_it_came_to_nothing()
    {
        var key = $"k-{Guid.NewGuid():N}";
        var earlier = (string?)(await ImportAsync("{}"))["startedAt"];
        using (Yard.Faults.On<ICampaignGrain>(
            nameof(ICampaignGrain.ImportAsync),
            _ => true,
            call =>
            {
                call.Answer = new ImportProgress { Phase = ImportPhase.Idle, Refused = ImportRefusal.Busy };
                return Task.CompletedTask;
            }))
        {
            using var refused = await PostAsync("{}", key);
            Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        }

        var begun = (string?)(await ImportAsync("{}", key))["startedAt"];
        var again = (string?)(await ImportAsync("{}", key))["startedAt"];

        Assert.NotEqual(earlier, begun);
        Assert.Equal(begun, again);
    }

    private Task<HttpResponseMessage> PostAsync(string body, string? key)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Import) { Content = Json(body) };
        if (key is not null)
        {
            request.Headers.Add(IdempotencyKey.Header, key);
        }

        return Client.SendAsync(request, Cancelled);
    }

    private async Task<JsonNode> ImportAsync(string body, string? key = null)
    {
        using var answer = await PostAsync(body, key);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        JsonNode? progress = null;
        await Eventually.IsAsync(async () =>
            (string?)(progress = await Client.GetFromJsonAsync<JsonNode>(Import, Cancelled))!["phase"] is "finished" or "failed");
        Assert.Equal("finished", (string?)progress!["phase"]);
        return progress;
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
