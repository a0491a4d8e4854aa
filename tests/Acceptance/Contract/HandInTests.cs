using System.Net;
using System.Text;
using Switchyard.Acceptance.Yard;

namespace Switchyard.Acceptance.Contract;

/// <summary>Handing in: results in all their forms, errors, and what is refused.</summary>
public sealed class HandInTests(HandInTests.Fixture node) : IClassFixture<HandInTests.Fixture>
{
    private Door Door => node.Door;

    [Fact]
    public async Task A_result_counts_once()
    {
        var (table, client) = await TakeAsync();

        (await Door.StoreResultAsync(table, client, Result.Of(1, 0, "http://www.wikidata.org/entity/Q64"))).IsStored();

        Assert.Equal("Q64", await MappedAsync(table, "cea"));
        (await Door.StoreResultAsync(table, client, Result.Of(1, 0, "Q65"))).IsPage(HttpStatusCode.NotFound);
        (await Door.StoreErrorAsync(table, client, "too late")).IsPage(HttpStatusCode.NotFound);
        Assert.Equal("Q64", await MappedAsync(table, "cea"));
    }

    [Theory]
    [InlineData("""{"cea":{"1,0":"Q64"},"cta":{"0":"Q515"},"cpa":{"0,1":"P17"},"errors":null}""")]
    [InlineData("""{"cea":[{"row_id":"1","col_id":"0","mapped":"Q64"}],"cta":[{"col_id":"0","mapped":"Q515"}],"cpa":[{"subj_id":"0","obj_id":"1","mapped":"P17"}],"errors":""}""")]
    [InlineData("""{"cea":[{"row_id":1,"col_id":0,"mapped":"Q64"},{"row_id":2,"col_id":0,"mapped":null},{"row_id":9,"col_id":9,"mapped":"Q9"}],"cta":[{"col_id":0,"mapped":"Q515","score":1.5},{"col_id":7,"mapped":""}],"cpa":[{"subj_id":0,"obj_id":1,"mapped":"P17"}],"errors":[],"data":[["anything"]],"name":3}""")]
    public async Task A_result_is_read_in_all_its_forms(string body)
    {
        var (table, client) = await TakeAsync();

        (await Door.StoreResultAsync(table, client, body)).IsStored();

        Assert.Equal("Q64", await MappedAsync(table, "cea"));
        Assert.Equal("Q515", await MappedAsync(table, "cta"));
        Assert.Equal("P17", await MappedAsync(table, "cpa"));
        Assert.Contains($"{table},2,0,None", await Door.SubmissionAsync("cea", missing: true));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Berlin")]
    [InlineData("[]")]
    [InlineData("""{"cea":[{"row_id":1,"col_id":0,"mapped":"Q64"}],"cta":[],"cpa":[]}""")]
    [InlineData("""{"cea":[{"row_id":1,"col_id":0,"mapped":"Q64"}],"cta":[{"col_id":0}],"cpa":[],"errors":[]}""")]
    [InlineData("""{"cea":[{"row_id":1,"col_id":0,"mapped":"Q64"}],"cta":[],"cpa":[{"subj_id":0,"obj_id":1,"mapped":17}],"errors":[]}""")]
    [InlineData("""{"cea":[{"row_id":1,"col_id":0,"mapped":"Q64"}],"cta":[],"cpa":[],"errors":[]} and more""")]
    [InlineData("""{"cea":[{"row_id":1,"col_id":0,"mapped":"<script>alert(1)</script>"}],"cta":{"<script>":"x"},"cpa":[],"errors":[]}""")]
    public async Task A_malformed_result_changes_nothing_and_may_be_sent_again(string body)
    {
        var (table, client) = await TakeAsync();
        var results = (await Door.ZipAsync("/downloadResults")).Count(entry => entry.Name.EndsWith(table, StringComparison.Ordinal));

        var refusal = (await Door.StoreResultAsync(table, client, body)).IsPage(HttpStatusCode.BadRequest);

        Assert.DoesNotContain("<script", refusal.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Null(await MappedAsync(table, "cea"));
        Assert.Equal("running", (string?)(await Door.TableAsync(table))["item"]!["status"]);
        Assert.Equal(results, (await Door.ZipAsync("/downloadResults")).Count(entry => entry.Name.EndsWith(table, StringComparison.Ordinal)));
        (await Door.StoreResultAsync(table, client, Result.Of(1, 0, "Q64"))).IsStored();
    }

    [Theory]
    [InlineData("storeResult", "not-there", "?client=me", HttpStatusCode.NotFound)]
    [InlineData("storeError", "not-there", "?client=me", HttpStatusCode.NotFound)]
    [InlineData("storeResult", "T0000", "", HttpStatusCode.Unauthorized)]
    [InlineData("storeError", "T0000", "", HttpStatusCode.Unauthorized)]
    [InlineData("storeResult", "T0000", "?client=never%20asked", HttpStatusCode.NotFound)]
    [InlineData("storeError", "T0000", "?client=never%20asked", HttpStatusCode.NotFound)]
    [InlineData("storeResult", "t0000", "?client=me", HttpStatusCode.NotFound)]
    [InlineData("storeAnalysisData", "T0000", "", HttpStatusCode.NotFound)]
    public async Task Who_may_not_hand_in_is_told_so(string route, string table, string query, HttpStatusCode status)
    {
        using var body = new StringContent(Result.Of(1, 0, "Q1"));

        (await Door.SendAsync(HttpMethod.Put, $"/{route}/{table}/{query}", body)).IsPage(status);
    }

    [Theory]
    [InlineData("storeResult")]
    [InlineData("storeError")]
    public async Task A_route_without_its_last_slash_leads_to_the_one_with_it(string route)
    {
        var (table, client) = await TakeAsync();
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = node.Node.Process.Address };
        using var body = new StringContent(Result.Of(1, 0, "Q64"));

        var answer = await new Door(browser).SendAsync(HttpMethod.Put, $"/{route}/{table}?client={Uri.EscapeDataString(client)}", body);

        answer.Is(HttpStatusCode.PermanentRedirect);
        Assert.Equal($"/{route}/{table}/?client={Uri.EscapeDataString(client)}", answer.Header("Location"));
        Assert.Equal("running", (string?)(await Door.TableAsync(table))["item"]!["status"]);
    }

    [Fact]
    public async Task An_error_ends_the_table_and_its_text_is_kept_as_it_came()
    {
        var (table, client) = await TakeAsync();
        const string text = "Traceback:\n  <b>\u00e4\u0000</b>\r\n";

        (await Door.StoreErrorAsync(table, client, text)).IsStored();

        var state = await Door.TableAsync(table);
        Assert.Equal("failed", (string?)state["item"]!["status"]);
        var kept = Assert.Single(await Door.ZipAsync("/downloadErrors"), entry => entry.Name.EndsWith(table, StringComparison.Ordinal));
        Assert.Equal(text, Encoding.UTF8.GetString(kept.Body));
        var lease = (long)state["assignments"]![0]!["leaseNumber"]!;
        var shown = (await Door.GetAsync($"/api/v1/tables/items/{table}/errors/{lease}")).Is(HttpStatusCode.OK);
        Assert.Equal(text, shown.Text);
        Assert.Equal("text/plain; charset=utf-8", shown.Type);
    }

    [Fact]
    public async Task An_empty_error_is_an_error_too()
    {
        var (table, client) = await TakeAsync();

        (await Door.StoreErrorAsync(table, client, "")).IsStored();

        Assert.Equal("failed", (string?)(await Door.TableAsync(table))["item"]!["status"]);
        Assert.Single(await Door.ZipAsync("/downloadErrors"), entry => entry.Name.EndsWith(table, StringComparison.Ordinal) && entry.Body.Length == 0);
    }

    [Fact]
    public async Task Mappings_that_a_spreadsheet_would_trip_over_come_back_quoted()
    {
        var (table, client) = await TakeAsync();
        const string mapped = "\u201ca\u201d, \"b\"\nc <script>";

        (await Door.StoreResultAsync(table, client, Result.Of(1, 0, mapped))).IsStored();

        Assert.Contains(Csv.Records((await Door.GetAsync("/downloadSubmission/cea")).Text), fields => fields is [var name, "1", "0", mapped] && name == table);
        Assert.Equal(mapped, (string?)(await Door.TableAsync(table))["mappings"]!.AsArray().First(target => (string?)target!["mapped"] is not null)!["mapped"]);
    }

    /// <summary>A table for one test alone, and the client that has it.</summary>
    private async Task<(string Table, string Client)> TakeAsync()
    {
        var client = $"client {Guid.NewGuid()}";
        return ((await Door.TakeAsync(client)).Name, client);
    }

    private async Task<string?> MappedAsync(string table, string task)
    {
        var line = (await Door.SubmissionAsync(task)).SingleOrDefault(line => line.StartsWith(table + ",", StringComparison.Ordinal));
        return line?[(line.LastIndexOf(',') + 1)..];
    }

    public sealed class Fixture : NodeFixture
    {
        protected override void Fill(InputDirectory input) => input.WithSmallTables(40, 2);
    }
}
