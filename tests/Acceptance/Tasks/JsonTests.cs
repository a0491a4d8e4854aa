using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Switchyard.Acceptance.Tasks;

/// <summary>Payloads and results: any JSON, given back as it came, within bounds.</summary>
public sealed class JsonTests(SharedNode shared)
{
    private const int MiB = 1 << 20;

    [Theory]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("\"\"")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("-0")]
    [InlineData("1.10")]
    [InlineData("1E+400")]
    [InlineData("1e-7")]
    [InlineData("123456789012345678901234567890.000000000000000000000000000001")]
    [InlineData("""{"b":1,"a":{"z":[0.10,2.50E3]}}""")]
    [InlineData(""""{"text":"ä \u00e4 \ud83d\ude00 😀 \n\/ <&>"}"""")]
    public async Task Any_json_comes_back_as_it_came(string json)
    {
        var tasks = await shared.TasksAsync();
        var queue = TasksClient.NewQueue();

        var id = await tasks.SubmitAsync(queue, json);
        var claim = await tasks.PostAsync("/tasks/claim", $$"""{"worker":"w","queues":["{{queue}}"]}""");
        var claimed = Assert.Single(claim.Is(HttpStatusCode.OK).Json["items"]!.AsArray())!;
        Assert.Equal("ok", await tasks.OutcomeAsync("complete", claimed, $"\"result\":{json}"));

        Assert.Contains($"\"payload\":{json}", Compact(claim.Text), StringComparison.Ordinal);
        var told = Compact((await tasks.GetAsync($"/tasks/{id}")).Is(HttpStatusCode.OK).Text);
        Assert.Contains($"\"payload\":{json}", told, StringComparison.Ordinal);
        Assert.Contains($"\"result\":{json}", told, StringComparison.Ordinal);

        // The node may space its members as it likes.
        static string Compact(string text) => text.Replace("\": ", "\":", StringComparison.Ordinal);
    }

    [Fact]
    public async Task White_space_does_not_count_and_does_not_come_back()
    {
        var tasks = await shared.TasksAsync();
        var queue = TasksClient.NewQueue();

        await tasks.SubmitAsync(queue, "{ \"a\" :\n\t[ 1 , 2 ]" + new string(' ', MiB) + "}");

        var claim = await tasks.PostAsync("/tasks/claim", $$"""{"worker":"w","queues":["{{queue}}"]}""");
        Assert.Contains("""{"a":[1,2]}""", claim.Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_payload_has_up_to_a_mebibyte()
    {
        var tasks = await shared.TasksAsync();
        var queue = TasksClient.NewQueue();

        var id = await tasks.SubmitAsync(queue, Text(MiB));
        Assert.Equal(MiB - 2, ((string)(await tasks.TaskAsync(id))["payload"]!).Length);
        (await tasks.PostAsync("/tasks", $$"""{"queue":"{{queue}}","payload":{{Text(MiB + 1)}}}""")).Is(HttpStatusCode.RequestEntityTooLarge);

        // Bytes count, not characters.
        (await tasks.PostAsync("/tasks", $$"""{"queue":"{{queue}}","payload":"{{new string('ä', MiB / 2)}}"}""")).Is(HttpStatusCode.RequestEntityTooLarge);
        var answers = (await tasks.PostAsync("/tasks", $$"""[{"queue":"{{queue}}","payload":{{Text(MiB + 1)}}},{"queue":"{{queue}}","payload":1}]"""))
            .Is(HttpStatusCode.OK).Json.AsArray();
        Assert.Equal(413, (int)answers[0]!["error"]!["status"]!);
        Assert.NotNull(answers[1]!["id"]);
    }

    [Fact]
    public async Task A_result_has_up_to_a_mebibyte_and_a_larger_one_ends_nothing()
    {
        var tasks = await shared.TasksAsync();
        var queue = TasksClient.NewQueue();
        var id = await tasks.SubmitAsync(queue);
        var claimed = await tasks.TakeAsync(queue);

        var body = $$"""{"items":[{"id":{{claimed["id"]!.ToJsonString()}},"leaseNumber":{{claimed["leaseNumber"]}},"result":{{Text(MiB + 1)}}}]}""";
        (await tasks.PostAsync("/tasks/complete", body)).Is(HttpStatusCode.RequestEntityTooLarge);
        Assert.Equal("running", await tasks.StatusAsync(id));

        Assert.Equal("ok", await tasks.OutcomeAsync("complete", claimed, $"\"result\":{Text(MiB)}"));
        Assert.Equal(MiB - 2, ((string)(await tasks.TaskAsync(id))["result"]!).Length);
    }

    [Fact]
    public async Task Json_has_up_to_256_levels()
    {
        var tasks = await shared.TasksAsync();
        var queue = TasksClient.NewQueue();

        await tasks.SubmitAsync(queue, Nested(256));
        (await tasks.PostAsync("/tasks", $$"""{"queue":"{{queue}}","payload":{{Nested(257)}}}""")).Is(HttpStatusCode.BadRequest);

        var claim = (await tasks.PostAsync("/tasks/claim", $$"""{"worker":"w","queues":["{{queue}}"]}""")).Is(HttpStatusCode.OK);
        Assert.Contains(Nested(256), claim.Text, StringComparison.Ordinal);
        var claimed = claim.Json["items"]![0]!;
        Assert.Equal("ok", await tasks.OutcomeAsync("complete", claimed, $"\"result\":{Nested(256)}"));
        Assert.Contains($"{Nested(256)}", (await tasks.GetAsync($"/tasks/{claimed["id"]}")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);

        static string Nested(int levels) => new string('[', levels) + new string(']', levels);
    }

    [Fact]
    public async Task A_body_ends_at_64_mebibytes_and_lines_do_not()
    {
        var tasks = await shared.TasksAsync();
        var queue = TasksClient.NewQueue();
        var task = $$"""{"queue":"{{queue}}","payload":{{Text(MiB)}}}""";

        (await tasks.PostAsync("/tasks", $"[{string.Join(',', Enumerable.Repeat(task, 65))}]")).Is(HttpStatusCode.RequestEntityTooLarge);
        Assert.Empty((await tasks.ShowAsync($"/tasks?queue={queue}"))["items"]!.AsArray());

        var lines = (await tasks.PostLinesAsync(string.Join('\n', Enumerable.Repeat(task, 66)))).Is(HttpStatusCode.OK).Text;
        Assert.Equal(66, TasksClient.IdsOf(lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line))).Distinct().Count());

        // A claim stops before it holds 16 MiB of them.
        var claims = new List<int>();
        while (claims.Sum() < 66)
        {
            claims.Add((await tasks.ClaimAsync(queue, 1000, wait: 20)).Length);
        }

        Assert.All(claims, count => Assert.InRange(count, 1, 16));
    }

    /// <summary>A text of JSON with so many bytes.</summary>
    private static string Text(int bytes) => new StringBuilder("\"").Append('x', bytes - 2).Append('"').ToString();
}
