using System.Globalization;
using System.IO.Compression;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Switchyard.Servers;

namespace Switchyard.Telemetry;

/// <summary>A little of all that a node counts.</summary>
internal sealed class SampleLoad(HttpClient http)
{
    private static readonly byte[] Archive = TarGz.Pack(
        CompressionLevel.Fastest, ("main.json", """{"inputs":{"f1":0.5,"f2":0.5,"op":"add"}}"""u8.ToArray()));

    private readonly Queue<JsonNode> _abandoned = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Nobody ever claims what is here.</summary>
    public const string IdleQueue = "idle";

    private const string Queue = "mail";

    public async Task TurnAsync()
    {
        await PostAsync("tasks", $$"""{"queue":"{{IdleQueue}}","payload":1}""");
        for (var task = 0; task < 5; task++)
        {
            await PostAsync("tasks", $$"""{"queue":"{{Queue}}","payload":{{task}}}""");
        }

        foreach (var task in await ClaimAsync(2, 60))
        {
            await EndAsync("complete", task);
        }

        foreach (var task in await ClaimAsync(1, 60))
        {
            await EndAsync("fail", task, ",\"error\":\"no\",\"retry\":true");
        }

        foreach (var task in await ClaimAsync(1, 60))
        {
            await EndAsync("fail", task, ",\"error\":\"no\",\"retry\":false");
        }

        // Its lease runs out, and its result comes too late.
        foreach (var task in await ClaimAsync(1, 1))
        {
            _abandoned.Enqueue(task);
        }

        if (_abandoned.Count > 3)
        {
            await EndAsync("complete", _abandoned.Dequeue());
        }

        await PostAsync($"queues/{IdleQueue}/pause", """{"reason":"test"}""");
        using var ticket = new MultipartFormDataContent
        {
            { new StringContent("FloatComputation"), "service" },
            { new ByteArrayContent(Archive), "payload", "payload.tar.gz" },
        };
        using var answer = await http.PostAsync(new Uri("/request", UriKind.Relative), ticket, Token);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Token));
    }

    private async Task<IEnumerable<JsonNode>> ClaimAsync(int max, int lease)
    {
        var claimed = await PostAsync(
            "tasks/claim", string.Create(CultureInfo.InvariantCulture, $$"""{"worker":"w","queues":["{{Queue}}"],"max":{{max}},"lease":{{lease}}}"""));
        return claimed["items"]!.AsArray().Select(item => item!);
    }

    private Task<JsonNode> EndAsync(string act, JsonNode task, string more = "") => PostAsync(
        $"tasks/{act}", $$"""{"items":[{"id":{{task["id"]!.ToJsonString()}},"leaseNumber":{{task["leaseNumber"]!.ToJsonString()}}{{more}}}]}""");

    private async Task<JsonNode> PostAsync(string path, string body)
    {
        using var content = new StringContent(body, mediaType: new("application/json"));
        using var answer = await http.PostAsync(new Uri($"/api/v1/{path}", UriKind.Relative), content, Token);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {await answer.Content.ReadAsStringAsync(Token)}");
        return (await answer.Content.ReadFromJsonAsync<JsonNode>(Token))!;
    }
}
