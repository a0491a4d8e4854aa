using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Switchyard.Nodes;
using Switchyard.Servers;

namespace Switchyard.Telemetry;

/// <summary>What a collector is told of an item: from its submit to its end, in one trace.</summary>
public sealed class TraceTests(SharedPostgres server, ITestOutputHelper output) : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("switchyard-trace-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_tasks_trace_shows_submit_claim_work_and_end_and_a_retry_begins_another()
    {
        await using var receiver = new OtlpReceiver();
        await using var node = await StartAsync(
            receiver, "Storage:Provider=Postgres", $"ConnectionStrings:Switchyard={await server.CreateDatabaseAsync()}");
        const string Trace = "0af7651916cd43dd8448eb211c80319c";
        await PostAsync(node, "tasks", """{"queue":"mail","payload":1}""", $"00-{Trace}-b7ad6b7169203331-01");
        var task = await ClaimAsync(node);
        Assert.Equal(Trace, task["trace"]!["traceparent"]!.ToString().Split('-')[1]);

        // The worker fails once, and tells nothing of traces.
        await PostAsync(node, "tasks/fail", $$"""{"items":[{"id":{{task["id"]}},"leaseNumber":{{task["leaseNumber"]}},"error":"no","retry":true,"retryAfter":0}]}""");
        var again = await ClaimAsync(node);

        // Then its own span is what the end belongs to.
        const string Work = "00f067aa0ba902b7";
        receiver.Add(new(Trace, Work, again["trace"]!["traceparent"]!.ToString().Split('-')[2], "work", []));
        await PostAsync(
            node, "tasks/complete", $$"""{"items":[{"id":{{again["id"]}},"leaseNumber":{{again["leaseNumber"]}}}]}""", $"00-{Trace}-{Work}-01");

        await Eventually.IsAsync(() => Task.FromResult(
            receiver.Of(Trace).Any(span => span.Name == "end mail") && receiver.All.Count(span => span.Name == "claim mail") == 2
            && receiver.Of(Trace).Any(span => span.Name == "POST /api/v1/tasks/complete")));
        output.WriteLine(receiver.Tree(Trace));
        var spans = receiver.Of(Trace);
        var submit = Assert.Single(spans, span => span.Name == "submit tasks");
        Assert.Equal(submit.Id, Assert.Single(spans, span => span.Name == "claim mail").Parent);
        Assert.Equal(submit.Id, Assert.Single(spans, span => span.Name == "retry mail").Parent);
        Assert.Equal(submit.Id, Assert.Single(spans, span => span.Name == "work").Parent);
        Assert.Contains(Ancestors(spans, Assert.Single(spans, span => span.Name == "end mail")), span => span.Name == "work");
        Assert.Contains(spans, span => span.Name == "commit tasks");
        Assert.Contains(Ancestors(spans, submit), span => span.Name == "POST /api/v1/tasks/");

        // In the trace of the statements there is what waits for them.
        var commits = receiver.All.Where(span => span.Name == "commit tasks").Select(span => span.Id).ToHashSet();
        Assert.Contains(spans, span => commits.Contains(span.Parent));

        var retry = Assert.Single(receiver.All, span => span.Name == "claim mail" && span.TraceId != Trace);
        Assert.Equal("", retry.Parent);
        Assert.Contains(Trace, retry.Links);
    }

    [Fact]
    public async Task A_run_is_in_its_items_trace_and_so_are_its_processes()
    {
        await using var receiver = new OtlpReceiver();
        await using var node = await StartAsync(
            receiver, $"Storage:DataDirectory={_data.FullName}", "Services:0:Name=Tell", "Services:0:Description=d", "Services:0:Command:0=/bin/sh",
            "Services:0:Command:1=-c", "Services:0:Command:2=echo it is $TRACEPARENT");
        const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        using var ticket = new MultipartFormDataContent
        {
            { new StringContent("Tell"), "service" },
            { new ByteArrayContent(TarGz.Pack(System.IO.Compression.CompressionLevel.Fastest, ("main.json", """{"inputs":{}}"""u8.ToArray()))), "payload", "payload.tar.gz" },
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/request", UriKind.Relative)) { Content = ticket };
        request.Headers.Add("traceparent", $"00-{Trace}-00f067aa0ba902b7-01");
        using var answer = await node.Http.SendAsync(request, Token);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Token));

        await Eventually.IsAsync(() => Task.FromResult(receiver.Of(Trace).Any(span => span.Name.StartsWith("end ", StringComparison.Ordinal))));
        output.WriteLine(receiver.Tree(Trace));
        var spans = receiver.Of(Trace);
        var run = Assert.Single(spans, span => span.Name == "run Tell");
        Assert.Contains(spans, span => span.Name.StartsWith("submit ", StringComparison.Ordinal));
        Assert.Contains(spans, span => span.Name.StartsWith("claim ", StringComparison.Ordinal));
        var items = (await node.Http.GetFromJsonAsync<JsonNode>(new Uri("/api/v1/work", UriKind.Relative), Token))!["items"]!.AsArray();
        var item = await node.Http.GetFromJsonAsync<JsonNode>(new Uri($"/api/v1/work/{Assert.Single(items)!["id"]}", UriKind.Relative), Token);
        Assert.Contains($"it is 00-{Trace}-{run.Id}-01", (string?)item!["log"], StringComparison.Ordinal);
    }

    public void Dispose() => _data.Delete(recursive: true);

    private async Task<NodeProcess> StartAsync(OtlpReceiver receiver, params string[] settings)
    {
        var node = NodeProcess.Launch(
            new NodeProgram { Environment = receiver.Environment }, [$"Storage:DataDirectory={_data.FullName}", .. settings]);
        await node.ServesAsync();
        return node;
    }

    private static IEnumerable<ReceivedSpan> Ancestors(IReadOnlyList<ReceivedSpan> spans, ReceivedSpan span)
    {
        for (var next = spans.FirstOrDefault(other => other.Id == span.Parent); next is not null; next = spans.FirstOrDefault(other => other.Id == next.Parent))
        {
            yield return next;
        }
    }

    private static async Task<JsonNode> ClaimAsync(NodeProcess node)
    {
        JsonNode? claimed = null;
        await Eventually.IsAsync(async () => (claimed = (await PostAsync(node, "tasks/claim", """{"worker":"w","queues":["mail"]}"""))["items"]!.AsArray().FirstOrDefault()) is not null);
        return claimed!;
    }

    private static async Task<JsonNode> PostAsync(NodeProcess node, string path, string body, string? trace = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/api/v1/{path}", UriKind.Relative));
        request.Content = new StringContent(body, mediaType: new("application/json"));
        if (trace is not null)
        {
            request.Headers.Add("traceparent", trace);
        }

        using var answer = await node.Http.SendAsync(request, Token);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {await answer.Content.ReadAsStringAsync(Token)}");
        return (await answer.Content.ReadFromJsonAsync<JsonNode>(Token))!;
    }
}
