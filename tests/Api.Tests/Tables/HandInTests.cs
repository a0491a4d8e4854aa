using System.Net;
using System.Text;
using Switchyard.Yard;

namespace Switchyard.Tables;

public sealed class HandInTests(YardCluster cluster) : YardTest(cluster)
{
    private const string Result = """{"cea":[{"row_id":1,"col_id":0,"mapped":"Q72"}],"cta":[],"cpa":[],"errors":[]}""";

    [Fact]
    public async Task A_small_result_travels_inline_as_it_came()
    {
        var table = Yard.AddTable("small", "me");

        var answer = await PutAsync("/storeResult/small/?client=me", Result);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("", await answer.Content.ReadAsStringAsync(Cancelled));
        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
        var stored = Assert.Single(table.Results);
        Assert.Equal([new Annotation(1, 0, "Q72")], stored.Annotations.Cea);
        Assert.Equal(Result, Encoding.UTF8.GetString(stored.Body.Inline!));
        Assert.Null(stored.Body.BlobId);
    }

    [Theory]
    [InlineData("middle", 300 * 1024, false)]
    [InlineData("large", 3 * 1024 * 1024, false)]
    [InlineData("large-chunked", 3 * 1024 * 1024, true)]
    public async Task A_larger_result_is_kept_as_a_blob(string name, int padding, bool chunked)
    {
        var table = Yard.AddTable(name, "me");
        var body = Padded(padding);

        var answer = await PutAsync($"/storeResult/{name}/?client=me", body, chunked);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var stored = Assert.Single(table.Results);
        Assert.Equal([new Annotation(1, 0, "Q72")], stored.Annotations.Cea);
        Assert.Null(stored.Body.Inline);
        Assert.Equal(body.Length, stored.Body.Length);
        Assert.Equal(body, Encoding.UTF8.GetString(Yard.Blobs[stored.Body.BlobId!]));
    }

    [Fact]
    public async Task The_checks_come_in_the_originals_order()
    {
        var table = Yard.AddTable("checked", "me");

        Assert.Equal(HttpStatusCode.Unauthorized, (await PutAsync("/storeResult/unknown/", "junk")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await PutAsync("/storeResult/unknown/?client=me", "junk")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await PutAsync("/storeResult/checked/?client=another", "junk")).StatusCode);
        var malformed = await PutAsync("/storeResult/checked/?client=me", """{"cea":[],"cta":[],"cpa":[]}""");
        Assert.Equal(HttpStatusCode.BadRequest, malformed.StatusCode);
        Assert.Contains("&#39;errors&#39; is missing", await malformed.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await PutAsync("/storeResult/checked/?client=another", Result)).StatusCode);
        Assert.Empty(table.Results);
    }

    [Theory]
    [InlineData("malformed", "me", HttpStatusCode.BadRequest)]
    [InlineData("not-assigned", "another", HttpStatusCode.NotFound)]
    public async Task A_refused_large_result_leaves_no_blob(string name, string client, HttpStatusCode status)
    {
        Yard.AddTable(name, "me");
        var mark = $"mark-{name}";
        var body = Padded(2 * 1024 * 1024, mark);

        var answer = await PutAsync($"/storeResult/{name}/?client={client}", client == "me" ? body + "x" : body);

        Assert.Equal(status, answer.StatusCode);
        Assert.DoesNotContain(Yard.Blobs.Values, blob => blob.AsSpan().IndexOf(Encoding.UTF8.GetBytes(mark)) >= 0);
    }

    [Theory]
    [InlineData("retried", 1)]
    [InlineData("retried-often", 5)]
    public async Task Failures_that_pass_are_outlasted(string name, int failures)
    {
        var table = Yard.AddTable(name, "me");
        Yard.FindFailures[name] = new([new SiloUnavailableException("gone"), new TimeoutException("late")]);
        Yard.LostChunks[$"mark-{name}"] = true;
        for (var failure = 0; failure < failures; failure++)
        {
            table.Failures.Enqueue(new SiloUnavailableException("gone"));
        }

        var body = Padded(2 * 1024 * 1024, $"mark-{name}");
        Assert.Equal(HttpStatusCode.OK, (await PutAsync($"/storeResult/{name}/?client=me", body)).StatusCode);

        var stored = Assert.Single(table.Results);
        Assert.Equal(body, Encoding.UTF8.GetString(Yard.Blobs[stored.Body.BlobId!]));
    }

    [Fact]
    public async Task A_result_whose_confirmation_got_lost_is_stored()
    {
        var table = Yard.AddTable("lost-answer", "me");
        table.LostAnswers.Enqueue(new SiloUnavailableException("gone"));
        var body = Padded(2 * 1024 * 1024, "mark-lost-answer");

        Assert.Equal(HttpStatusCode.OK, (await PutAsync("/storeResult/lost-answer/?client=me", body)).StatusCode);

        var stored = Assert.Single(table.Results);
        Assert.Equal(body, Encoding.UTF8.GetString(Yard.Blobs[stored.Body.BlobId!]));
    }

    [Fact]
    public async Task An_assignment_that_was_answered_long_ago_confirms_nothing()
    {
        var table = Yard.AddTable("answered-before", "me");
        table.Returned["me"] = DateTimeOffset.UnixEpoch;
        table.Failures.Enqueue(new SiloUnavailableException("gone"));

        Assert.Equal(HttpStatusCode.NotFound, (await PutAsync("/storeResult/answered-before/?client=me", Result)).StatusCode);
    }

    [Fact]
    public async Task After_a_failure_the_blob_stays_whatever_the_table_says()
    {
        var table = Yard.AddTable("unclear", "somebody else");
        table.Failures.Enqueue(new TimeoutException("late"));
        var body = Padded(2 * 1024 * 1024, "mark-unclear");

        var answer = await PutAsync("/storeResult/unclear/?client=me", body);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains(Yard.Blobs.Values, blob => blob.Length == body.Length && blob.AsSpan().IndexOf("mark-unclear"u8) >= 0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_over_the_limit_is_413(bool chunked)
    {
        Yard.AddTable("oversized", "me");

        // Over the limit of errors (16 MiB), for speed; results have the same code with another number.
        var answer = await PutAsync("/storeError/oversized/?client=me", new string('x', 17 * 1024 * 1024), chunked);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task An_error_is_any_text_and_kept_complete()
    {
        var table = Yard.AddTable("failing", "me");
        byte[] bytes = [.. "Traceback ä "u8, 0xFF, .. " end"u8];

        using var content = new ByteArrayContent(bytes);
        var answer = await Client.PutAsync("/storeError/failing/?client=me", content, Cancelled);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var (text, body) = Assert.Single(table.Errors);
        Assert.Equal("Traceback ä \uFFFD end", text);
        Assert.Equal(bytes, body.Inline);
    }

    [Fact]
    public async Task Of_a_long_error_the_table_gets_the_end_cut_between_characters()
    {
        var table = Yard.AddTable("long-failing", "me");
        var traceback = new string('x', 400_000) + string.Concat(Enumerable.Repeat("ä", 32 * 1024)) + "!";

        await PutAsync("/storeError/long-failing/?client=me", traceback);

        var (text, body) = Assert.Single(table.Errors);
        Assert.Equal(string.Concat(Enumerable.Repeat("ä", (32 * 1024) - 1)) + "!", text);
        Assert.Equal(traceback, Encoding.UTF8.GetString(Yard.Blobs[body.BlobId!]));
    }

    [Fact]
    public async Task An_empty_error_is_an_error()
    {
        var table = Yard.AddTable("silent", "me");

        Assert.Equal(HttpStatusCode.OK, (await PutAsync("/storeError/silent/?client=me", "")).StatusCode);
        Assert.Equal("", Assert.Single(table.Errors).Text);
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
        Yard.AddTable("analysed");

        Assert.Equal(HttpStatusCode.NotFound, (await PutAsync("/storeAnalysisData/analysed/", "{}")).StatusCode);
    }

    [Fact]
    public async Task Analysis_is_taken_when_it_is_on()
    {
        var table = Yard.AddTable("analysed-on");
        await using var analysing = await FrontEnd.StartAsync(Cluster, services: null, ("Tables:Analyze", "true"));

        using var content = new StringContent("{}");
        Assert.Equal(HttpStatusCode.OK, (await analysing.Client.PutAsync("/storeAnalysisData/analysed-on/", content, Cancelled)).StatusCode);
        Assert.Single(table.Analyses);
        Assert.Equal(HttpStatusCode.NotFound, (await analysing.Client.PutAsync("/storeAnalysisData/unknown/", content, Cancelled)).StatusCode);
    }

    [Fact]
    public async Task Audit_records_are_stored_all_or_none()
    {
        const string Record =
            """{"approach":"hand-in","tablename":"T","task":"CEA","step":"creation","method":"m","solved_cnt":3,"remaining_cnt":4,"remaining":[],"timestamp":"now"}""";

        using var bad = new StringContent($"[{Record},{Record.Replace("\"step\":\"creation\",", "", StringComparison.Ordinal)}]");
        var refused = await Client.PostAsync("/audit_lst?client=me", bad, Cancelled);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal("step col must be in the submitted record dict", await refused.Content.ReadAsStringAsync(Cancelled));
        Assert.DoesNotContain(Yard.Audit, record => record.Approach == "hand-in");

        using var good = new StringContent($"[{Record},{Record}]");
        Assert.Equal(HttpStatusCode.OK, (await Client.PostAsync("/audit_lst", good, Cancelled)).StatusCode);
        Assert.Equal(2, Yard.Audit.Count(record => record.Approach == "hand-in"));
    }

    private static string Padded(int padding, string mark = "") =>
        $$"""{"data":"{{mark}}{{new string('x', padding)}}",{{Result[1..]}}""";

    private async Task<HttpResponseMessage> PutAsync(string url, string body, bool chunked = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, url) { Content = new StringContent(body) };
        request.Headers.TransferEncodingChunked = chunked;
        return await Client.SendAsync(request, Cancelled);
    }
}
