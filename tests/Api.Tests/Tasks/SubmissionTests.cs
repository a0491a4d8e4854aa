using System.Net;
using Switchyard.Yard;

namespace Switchyard.Tasks;

public sealed class SubmissionTests(YardCluster cluster) : TasksTest(cluster)
{
    [Fact]
    public async Task One_is_answered_with_the_task_and_its_place()
    {
        using var content = new StringContent(
            $$"""{"queue":"{{Queue}}","payload":{"a": [1.50, "x y"]},"name":"n","priority":3,"groupKey":"g","tags":["s","t"],"delay":60}""", mediaType: new("application/json"));
        using var answer = await Client.PostAsync(Tasks, content, Cancelled);
        var text = await answer.Content.ReadAsStringAsync(Cancelled);
        var task = Json(text);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal($"{Tasks}/{task["id"]}", answer.Headers.Location!.ToString());
        Assert.Contains("""
            "payload":{"a":[1.50,"x y"]}
            """, text, StringComparison.Ordinal);
        Assert.Equal((Queue, "queued", 0, "n", 3, "g"), (
            (string?)task["queue"], (string?)task["status"], (int)task["attempt"]!, (string?)task["name"], (int)task["priority"]!, (string?)task["groupKey"]));
        Assert.Equal(["s", "t"], task["tags"]!.AsArray().Select(tag => (string?)tag));
        var stored = await GetAsync((long)task["id"]!);
        Assert.Equal("not-before", (string?)stored["waiting"]!["code"]);
        stored.AsObject().Remove("waiting");
        Assert.Equal(stored.ToJsonString(), task.ToJsonString());
    }

    [Fact]
    public async Task One_that_exists_is_answered_with_that()
    {
        var id = await AddAsync("1", ""","uniqueKey":"k" """);

        var (status, task) = await PostAsync(Tasks, $$"""{"queue":"{{Queue}}","payload":2,"uniqueKey":"k"}""");

        Assert.Equal((HttpStatusCode.OK, id, true, 1), (status, (long)task["id"]!, (bool)task["existing"]!, (int)task["payload"]!));
    }

    [Fact]
    public async Task Many_are_answered_in_their_order_and_a_bad_one_refuses_itself_alone()
    {
        await AddAsync("0", ""","uniqueKey":"k" """);

        var (status, answers) = await PostAsync(
            Tasks, $$"""[{"queue":"{{Queue}}","payload":1},{"queue":"{{Queue}}","payload":1,"uniqueKey":"k"},{"queue":"{{Queue}}"},{"queue":"{{Queue}}","payload":2}]""");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(["id", "id,existing", "error", "id"], answers.AsArray().Select(answer => string.Join(',', answer!.AsObject().Select(member => member.Key))));
        Assert.True((long)answers[0]!["id"]! < (long)answers[3]!["id"]!);
        var error = answers[2]!["error"]!;
        Assert.Equal((400, "urn:switchyard:problem:invalid-request"), ((int)error["status"]!, (string?)error["type"]));
        Assert.StartsWith("[2].payload is missing.", (string?)error["detail"], StringComparison.Ordinal);
        Assert.NotNull(error["requestId"]);
        Assert.Equal([0, 1, 2], (await ClaimAsync(10)).Select(task => (int)task!["payload"]!));
    }

    [Fact]
    public async Task No_tasks_are_no_answers() => Assert.Equal((HttpStatusCode.OK, "[]"), await SendAsync("POST", Tasks, " [ ] "));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[1")]
    [InlineData("\"text\"")]
    [InlineData("{} {}")]
    public async Task What_is_no_task_is_refused(string body)
    {
        var (status, problem) = await PostAsync(Tasks, body);

        Assert.Equal((HttpStatusCode.BadRequest, 400), (status, (int)problem["status"]!));
        Assert.NotNull(problem["requestId"]);
    }

    [Fact]
    public async Task An_array_has_an_end() => Assert.Equal(
        HttpStatusCode.BadRequest, (await SendAsync("POST", Tasks, $"[{string.Join(',', Enumerable.Repeat("1", 10_001))}]")).Status);

    [Fact]
    public async Task A_payload_of_more_than_a_mebibyte_is_too_large() => Assert.Equal(
        HttpStatusCode.RequestEntityTooLarge,
        (await SendAsync("POST", Tasks, $$"""{"queue":"{{Queue}}","payload":"{{new string('x', TaskLimits.Json)}}"}""")).Status);

    [Theory]
    [InlineData(null)]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("text/plain")]
    public async Task No_body_is_refused_for_being_none_whatever_its_type(string? type)
    {
        foreach (var path in (string[])[Tasks, $"{Tasks}/claim", $"{Tasks}/complete"])
        {
            using var content = new ByteArrayContent([]);
            content.Headers.ContentType = type is null ? null : new(type);
            using var answer = await Client.PostAsync(path, content, Cancelled);

            Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        }
    }

    [Fact]
    public async Task Another_type_is_not_taken()
    {
        using var content = new StringContent("queue=q", mediaType: new("text/plain"));
        using var answer = await Client.PostAsync(Tasks, content, Cancelled);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
    }

    [Fact]
    public async Task The_submitters_trace_comes_back()
    {
        const string Trace = """{"traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01","tracestate":"a=b"}""";
        var id = await AddAsync(more: $""","trace":{Trace}""");

        Assert.Equal(Trace, (await GetAsync(id))["trace"]!.ToJsonString());
        Assert.Equal(Trace, Assert.Single(await ClaimAsync())!["trace"]!.ToJsonString());
    }

    [Fact]
    public async Task The_same_key_and_body_bring_the_first_answer_again()
    {
        var (key, body) = (("Idempotency-Key", Guid.NewGuid().ToString()), $$"""{"queue":"{{Queue}}","payload":1}""");

        var first = await SendAsync("POST", Tasks, body, key);
        await ActAsync("complete", (long)Json(first.Body)["id"]!, (long)Assert.Single(await ClaimAsync())!["leaseNumber"]!);
        var second = await SendAsync("POST", Tasks, body, key);

        Assert.Equal(HttpStatusCode.Created, first.Status);
        Assert.Equal(first, second);
        Assert.Empty(await ClaimAsync());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await StatusOfAsync(body.Replace('1', '2'), key));
    }

    [Fact]
    public async Task An_array_may_have_a_key_too()
    {
        var (key, body) = (("Idempotency-Key", "k-" + Queue), $$"""[{"queue":"{{Queue}}","payload":1},{},{"queue":"{{Queue}}","payload":2}]""");

        var first = (await SendAsync("POST", Tasks, body, key)).Body;
        var second = (await SendAsync("POST", Tasks, body, key)).Body;

        Assert.Equal(Ids(first), Ids(second));
        Assert.Equal(2, (await ClaimAsync(10)).Count);

        static IEnumerable<string?> Ids(string answers) => Json(answers).AsArray().Select(answer => answer!["id"]?.ToJsonString());
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("")]
    public async Task A_key_is_visible_characters(string key) =>
        Assert.Equal(HttpStatusCode.BadRequest, await StatusOfAsync($$"""{"queue":"{{Queue}}","payload":1}""", ("Idempotency-Key", key)));

    private async Task<HttpStatusCode> StatusOfAsync(string body, params (string Name, string Value)[] headers) => (await SendAsync("POST", Tasks, body, headers)).Status;
}
