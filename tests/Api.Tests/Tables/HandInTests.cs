using System.Net;
using System.Text;
using Switchyard.Blobs;
using Switchyard.Yard;

namespace Switchyard.Tables;

public sealed class HandInTests(YardCluster cluster) : YardTest(cluster)
{
    private const string Result = """{"cea":[{"row_id":1,"col_id":0,"mapped":"Q72"}],"cta":[],"cpa":[],"errors":[]}""";

    [Fact]
    public async Task A_small_result_travels_inline_as_it_came()
    {
        var table = await Yard.Tables.AddAsync("small", "me");
        using var results = Results(table);

        var answer = await PutAsync("/storeResult/small/?client=me", Result);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("", await answer.Content.ReadAsStringAsync(Cancelled));
        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
        var stored = Single(results);
        Assert.Equal([new Annotation(1, 0, "Q72")], stored.Annotations.Cea);
        Assert.Equal(Result, Encoding.UTF8.GetString(stored.Body.Inline!));
        Assert.Null(stored.Body.BlobId);
        Assert.NotNull(Assert.Single((await table.Grain.GetDetailsAsync())!.Assignments).ReturnedAt);
    }

    [Theory]
    [InlineData("middle", 300 * 1024, false)]
    [InlineData("large", 3 * 1024 * 1024, false)]
    [InlineData("large-chunked", 3 * 1024 * 1024, true)]
    public async Task A_larger_result_is_kept_as_a_blob(string name, int padding, bool chunked)
    {
        var table = await Yard.Tables.AddAsync(name, "me");
        using var results = Results(table);
        var body = Padded(padding);

        var answer = await PutAsync($"/storeResult/{name}/?client=me", body, chunked);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var stored = Single(results);
        Assert.Equal([new Annotation(1, 0, "Q72")], stored.Annotations.Cea);
        Assert.Null(stored.Body.Inline);
        Assert.Equal(body.Length, stored.Body.Length);
        Assert.Equal(body, Encoding.UTF8.GetString(await Yard.Blobs.ReadAsync(stored.Body.BlobId!)));
    }

    [Fact]
    public async Task A_result_of_64_MiB_is_accepted_and_kept_as_it_came()
    {
        const int Length = 64 * 1024 * 1024;
        var table = await Yard.Tables.AddAsync("largest", "me");
        using var results = Results(table);
        var body = Encoding.UTF8.GetBytes(Padded(Length - Padded(0).Length));
        Assert.Equal(Length, body.Length);
        using var content = new ByteArrayContent(body);

        var answer = await Client.PutAsync("/storeResult/largest/?client=me", content, Cancelled);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var stored = Single(results);
        Assert.Equal([new Annotation(1, 0, "Q72")], stored.Annotations.Cea);
        Assert.Equal(Length, stored.Body.Length);
        Assert.True((await Yard.Blobs.ReadAsync(stored.Body.BlobId!)).AsSpan().SequenceEqual(body));
        Assert.Equal(Work.WorkStatus.Completed, (await table.Grain.GetAsync())!.Status);
    }

    [Fact]
    public async Task The_checks_come_in_the_originals_order()
    {
        var table = await Yard.Tables.AddAsync("checked", "me");

        Assert.Equal(HttpStatusCode.Unauthorized, (await PutAsync("/storeResult/unknown/", "junk")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await PutAsync("/storeResult/unknown/?client=me", "junk")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await PutAsync("/storeResult/checked/?client=another", "junk")).StatusCode);
        var malformed = await PutAsync("/storeResult/checked/?client=me", """{"cea":[],"cta":[],"cpa":[]}""");
        Assert.Equal(HttpStatusCode.BadRequest, malformed.StatusCode);
        Assert.Contains("&#39;errors&#39; is missing", await malformed.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await PutAsync("/storeResult/checked/?client=another", Result)).StatusCode);
        Assert.Null(Assert.Single((await table.Grain.GetDetailsAsync())!.Assignments).ReturnedAt);
    }

    [Theory]
    [InlineData("malformed", "me", HttpStatusCode.BadRequest)]
    [InlineData("not-assigned", "another", HttpStatusCode.NotFound)]
    public async Task A_refused_large_result_leaves_no_blob(string name, string client, HttpStatusCode status)
    {
        await Yard.Tables.AddAsync(name, "me");
        var mark = $"mark-{name}";
        var body = Padded(2 * 1024 * 1024, mark);

        var answer = await PutAsync($"/storeResult/{name}/?client={client}", client == "me" ? body + "x" : body);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(0, Yard.Blobs.Count(Encoding.UTF8.GetBytes(mark)));
    }

    [Theory]
    [InlineData("retried", 1)]
    [InlineData("retried-often", 5)]
    public async Task Failures_that_pass_are_outlasted(string name, int failures)
    {
        var table = await Yard.Tables.AddAsync(name, "me");
        using var find = Yard.Faults.Fail<ITableReportsGrain>(
            nameof(ITableReportsGrain.FindAsync),
            call => call.Argument<string>(0) == name,
            new SiloUnavailableException("gone"),
            new TimeoutException("late"));
        using var chunks = Yard.Faults.Fail<IBlobGrain>(
            nameof(IBlobGrain.AppendAsync),
            call => call.Argument<byte[]>(0).AsSpan().IndexOf(Encoding.UTF8.GetBytes($"mark-{name}\"")) < 0
                && call.Argument<byte[]>(0).AsSpan().IndexOf(Encoding.UTF8.GetBytes($"mark-{name}x")) >= 0,
            new SiloUnavailableException("gone in the middle"));
        using var results = Yard.Faults.Fail<ITableGrain>(
            nameof(ITableGrain.StoreResultAsync),
            call => call.Id == table.Id,
            [.. Enumerable.Range(0, failures).Select(_ => new SiloUnavailableException("gone"))]);
        var body = Padded(2 * 1024 * 1024, $"mark-{name}");
        Assert.Equal(HttpStatusCode.OK, (await PutAsync($"/storeResult/{name}/?client=me", body)).StatusCode);

        Assert.Equal(failures + 1, results.Calls.Count);
        var stored = results.Calls[^1].Argument<TableResult>(1);
        Assert.Equal(body, Encoding.UTF8.GetString(await Yard.Blobs.ReadAsync(stored.Body.BlobId!)));
    }

    [Fact]
    public async Task A_result_whose_confirmation_got_lost_is_stored()
    {
        var table = await Yard.Tables.AddAsync("lost-answer", "me");
        using var results = Yard.Faults.Lose<ITableGrain>(
            nameof(ITableGrain.StoreResultAsync), call => call.Id == table.Id, new SiloUnavailableException("gone"));
        var body = Padded(2 * 1024 * 1024, "mark-lost-answer");

        Assert.Equal(HttpStatusCode.OK, (await PutAsync("/storeResult/lost-answer/?client=me", body)).StatusCode);

        var stored = results.Calls[0].Argument<TableResult>(1);
        Assert.Equal(1, (await table.Grain.GetDetailsAsync())!.Item.LeaseNumber);
        Assert.Equal(body, Encoding.UTF8.GetString(await Yard.Blobs.ReadAsync(stored.Body.BlobId!)));
    }

    [Fact]
    public async Task An_assignment_that_was_answered_long_ago_confirms_nothing()
    {
        var table = await Yard.Tables.AddAsync("answered-before", "me");
        Assert.Equal(HttpStatusCode.OK, (await PutAsync("/storeResult/answered-before/?client=me", Result)).StatusCode);
        using var before = Yard.Faults.On<ITableGrain>(
            nameof(ITableGrain.GetDetailsAsync),
            call => call.Id == table.Id,
            async call =>
            {
                await call.InvokeAsync();
                var details = (TableDetails)call.Answer!;
                call.Answer = details with { Assignments = [.. details.Assignments.Select(one => one with { ReturnedAt = one.ReturnedAt!.Value.AddHours(-1) })] };
            });
        using var results = Yard.Faults.Fail<ITableGrain>(
            nameof(ITableGrain.StoreResultAsync), call => call.Id == table.Id, new SiloUnavailableException("gone"));

        Assert.Equal(HttpStatusCode.NotFound, (await PutAsync("/storeResult/answered-before/?client=me", Result)).StatusCode);
    }

    [Fact]
    public async Task After_a_failure_the_blob_stays_whatever_the_table_says()
    {
        var table = await Yard.Tables.AddAsync("unclear", "somebody else");
        using var results = Yard.Faults.Fail<ITableGrain>(
            nameof(ITableGrain.StoreResultAsync), call => call.Id == table.Id, new TimeoutException("late"));
        var body = Padded(2 * 1024 * 1024, "mark-unclear");

        var answer = await PutAsync("/storeResult/unclear/?client=me", body);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(1, Yard.Blobs.Count(Encoding.UTF8.GetBytes(body)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_over_the_limit_is_413(bool chunked)
    {
        await Yard.Tables.AddAsync($"oversized-{chunked}", "me");

        // Over the limit of errors (16 MiB), for speed; results have the same code with another number.
        var answer = await PutAsync($"/storeError/oversized-{chunked}/?client=me", new string('x', 17 * 1024 * 1024), chunked);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task An_error_is_any_text_and_kept_complete()
    {
        var table = await Yard.Tables.AddAsync("failing", "me");
        using var errors = Errors(table);
        byte[] bytes = [.. "Traceback ä "u8, 0xFF, .. " end"u8];

        using var content = new ByteArrayContent(bytes);
        var answer = await Client.PutAsync("/storeError/failing/?client=me", content, Cancelled);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var (text, body) = SingleError(errors);
        Assert.Equal("Traceback ä \uFFFD end", text);
        Assert.Equal(bytes, body.Inline);
    }

    [Fact]
    public async Task Of_a_long_error_the_table_gets_the_end_cut_between_characters()
    {
        var table = await Yard.Tables.AddAsync("long-failing", "me");
        using var errors = Errors(table);
        var traceback = new string('x', 400_000) + string.Concat(Enumerable.Repeat("ä", 32 * 1024)) + "!";

        await PutAsync("/storeError/long-failing/?client=me", traceback);

        var (text, body) = SingleError(errors);
        Assert.Equal(string.Concat(Enumerable.Repeat("ä", (32 * 1024) - 1)) + "!", text);
        Assert.Equal(traceback, Encoding.UTF8.GetString(await Yard.Blobs.ReadAsync(body.BlobId!)));
    }

    [Fact]
    public async Task An_empty_error_is_an_error()
    {
        var table = await Yard.Tables.AddAsync("silent", "me");
        using var errors = Errors(table);

        Assert.Equal(HttpStatusCode.OK, (await PutAsync("/storeError/silent/?client=me", "")).StatusCode);
        Assert.Equal("", SingleError(errors).Text);
        Assert.Equal(Work.WorkStatus.Failed, (await table.Grain.GetAsync())!.Status);
    }

    [Theory]
    [InlineData("storeResult")]
    [InlineData("storeError")]
    [InlineData("storeAnalysisData")]
    public async Task Without_the_final_slash_the_answer_is_308_with_the_query(string route)
    {
        var answer = await PutAsync($"/{route}/a%20b?client=me%26you", "x");

        Assert.Equal(HttpStatusCode.PermanentRedirect, answer.StatusCode);
        Assert.Equal($"/{route}/a%20b/?client=me%26you", answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Analysis_is_404_while_it_is_off()
    {
        await Yard.Tables.AddAsync("analysed");

        Assert.Equal(HttpStatusCode.NotFound, (await PutAsync("/storeAnalysisData/analysed/", "{}")).StatusCode);
    }

    [Fact]
    public async Task Analysis_is_taken_when_it_is_on()
    {
        var table = await Yard.Tables.AddAsync("analysed-on");
        using var analyses = Yard.Faults.Watch<ITableGrain>(nameof(ITableGrain.StoreAnalysisAsync), call => call.Id == table.Id);
        await using var analysing = await FrontEnd.StartAsync(Yard, services: null, ("Tables:Analyze", "true"));

        using var content = new StringContent("{}");
        Assert.Equal(HttpStatusCode.OK, (await analysing.Client.PutAsync("/storeAnalysisData/analysed-on/", content, Cancelled)).StatusCode);
        Assert.Single(analyses.Calls);
        Assert.Equal(HttpStatusCode.NotFound, (await analysing.Client.PutAsync("/storeAnalysisData/unknown/", content, Cancelled)).StatusCode);
    }

    [Fact]
    public async Task Audit_records_are_stored_all_or_none()
    {
        const string Record =
            """{"approach":"hand-in","tablename":"T","task":"CEA","step":"creation","method":"hand-in","solved_cnt":3,"remaining_cnt":4,"remaining":[],"timestamp":"now"}""";

        using var bad = new StringContent($"[{Record},{Record.Replace("\"step\":\"creation\",", "", StringComparison.Ordinal)}]");
        var refused = await Client.PostAsync("/audit_lst?client=me", bad, Cancelled);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal("step col must be in the submitted record dict", await refused.Content.ReadAsStringAsync(Cancelled));
        Assert.DoesNotContain(await Yard.Tables.Reports.GetAuditSumsAsync(), sum => sum.Method == "hand-in");

        using var good = new StringContent($"[{Record},{Record}]");
        Assert.Equal(HttpStatusCode.OK, (await Client.PostAsync("/audit_lst", good, Cancelled)).StatusCode);
        Assert.Equal(2 * 3, Assert.Single(await Yard.Tables.Reports.GetAuditSumsAsync(), sum => sum.Method == "hand-in").Solved);
    }

    private static TableResult Single(CallFault results) => Assert.Single(results.Calls).Argument<TableResult>(1);

    private static (string Text, RawBody Body) SingleError(CallFault errors) =>
        Assert.Single(errors.Calls) is var call ? (call.Argument<string>(1), call.Argument<RawBody>(2)) : default;

    private CallFault Results(YardTable table) =>
        Yard.Faults.Watch<ITableGrain>(nameof(ITableGrain.StoreResultAsync), call => call.Id == table.Id);

    private CallFault Errors(YardTable table) =>
        Yard.Faults.Watch<ITableGrain>(nameof(ITableGrain.StoreErrorAsync), call => call.Id == table.Id);

    private static string Padded(int padding, string mark = "") =>
        $$"""{"data":"{{mark}}{{new string('x', padding)}}",{{Result[1..]}}""";

    private async Task<HttpResponseMessage> PutAsync(string url, string body, bool chunked = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, url) { Content = new StringContent(body) };
        request.Headers.TransferEncodingChunked = chunked;
        return await Client.SendAsync(request, Cancelled);
    }
}
