using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using Switchyard.Cluster.Yard;

namespace Switchyard.Cluster;

/// <summary>What happens on three nodes is told by each of them.</summary>
[Collection(typeof(TheCluster))]
public sealed class EventsTests(ThreeNodes nodes) : IDisposable
{
    private const int Tasks = 60;

    private readonly HttpClient _http = new();
    private readonly string _queue = $"events-{Guid.NewGuid():N}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tasks_that_three_nodes_share_are_told_in_order_and_a_reader_goes_on_elsewhere()
    {
        await nodes.StartAllAsync();
        var told = new List<(string Word, long Id)>();
        string? place;
        using (var first = await OpenAsync(2, null))
        {
            await WorkAsync();
            place = await ReadAsync(first, told, Tasks / 2);
        }

        // The reader's node leaves, and work goes on without it.
        Assert.Equal(0, await nodes.TerminateAsync(2));
        await using (var _ = new StartAgain(nodes))
        {
            using var second = await OpenAsync(0, place);
            await ReadAsync(second, told, (3 * Tasks) - told.Count);
        }

        Assert.Equal(Tasks, told.DistinctBy(one => one.Id).Count());
        Assert.All(told.GroupBy(one => one.Id), own => Assert.Equal(["queued", "running", "completed"], own.Select(one => one.Word)));
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Each task is submitted, claimed and completed by calls to different nodes.</summary>
    private async Task WorkAsync()
    {
        for (var task = 0; task < Tasks; task++)
        {
            await AskAsync(task, "tasks", new { queue = _queue, payload = task });
            var claim = await AskAsync(task + 1, "tasks/claim", new { worker = "w", queues = new[] { _queue }, lease = 60 }, wait: 20);
            var item = Assert.Single(claim["items"]!.AsArray())!;
            var done = await AskAsync(
                task + 2, "tasks/complete", new { items = new[] { new { id = (long)item["id"]!, leaseNumber = (long)item["leaseNumber"]! } } });
            Assert.Equal("ok", (string?)done["items"]![0]!["outcome"]);
        }
    }

    private async Task<JsonNode> AskAsync(int node, string path, object body, int wait = 0)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(nodes.AddressOf(node % 3), $"/api/v1/{path}")) { Content = JsonContent.Create(body) };
        request.Headers.Add("Prefer", $"wait={wait}");
        using var answer = await _http.SendAsync(request, Token);
        var text = await answer.Content.ReadAsStringAsync(Token);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }

    private async Task<HttpResponseMessage> OpenAsync(int node, string? place)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(nodes.AddressOf(node), $"/api/v1/events?queue={_queue}"));
        if (place is not null)
        {
            request.Headers.Add("Last-Event-ID", place);
        }

        var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        answer.EnsureSuccessStatusCode();
        return answer;
    }

    /// <returns>The place of the last event.</returns>
    private static async Task<string?> ReadAsync(HttpResponseMessage answer, List<(string Word, long Id)> told, int count)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        string? place = null;
        await foreach (var happened in SseParser.Create(await answer.Content.ReadAsStreamAsync(Token)).EnumerateAsync(patience.Token))
        {
            Assert.NotEqual("reset", happened.EventType);
            told.Add((happened.EventType, (long)JsonNode.Parse(happened.Data)!["id"]!));
            place = happened.EventId;
            if (--count == 0)
            {
                break;
            }
        }

        return place;
    }

    /// <summary>Whatever comes, other tests have their node back.</summary>
    private sealed class StartAgain(ThreeNodes nodes) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await nodes.StartAllAsync();
    }
}
