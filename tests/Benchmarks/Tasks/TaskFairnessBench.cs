using System.Diagnostics;
using Switchyard.Benchmarks.Measuring;
using Switchyard.Benchmarks.Nodes;

namespace Switchyard.Benchmarks.Tasks;

/// <summary>
/// One group has 100,000 tasks waiting and two workers take what comes in batches of 100; single tasks of other groups come into the same
/// queue: how long until each is done.
/// </summary>
internal static class TaskFairnessBench
{
    private const int Crowd = 100_000;

    public static async Task RunAsync(Settings settings, Databases databases)
    {
        var table = new PlainTable(8, "database", "crowd's tasks", "tasks of others", "to their end p50 / p99 ms");
        foreach (var name in databases.Names)
        {
            await using var node = await Node.StartAsync(databases.NewDirectory(), await databases.NodeSettingsAsync(name));
            var root = node.Http.BaseAddress!;
            await TasksLoad.SubmitAsync(root, "bench", Crowd, "crowd");
            using var stop = new CancellationTokenSource();
            var workers = Enumerable.Range(0, 2).Select(_ => Task.Run(() => WorkAsync(root, stop.Token))).ToArray();
            var times = new Latencies();
            var start = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(start) < settings.Span && times.Count < 200)
            {
                var before = Stopwatch.GetTimestamp();
                await OneAsync(node.Http, times.Count);
                times.Add(Stopwatch.GetElapsedTime(before));
            }

            await stop.CancelAsync();
            await Task.WhenAll(workers);
            table.Add(name, Crowd, times.Count, times);
        }
    }

    private static async Task WorkAsync(Uri root, CancellationToken stop)
    {
        using var client = await TasksClient.OpenAsync(root);
        while (!stop.IsCancellationRequested)
        {
            await client.WorkAsync("bench", 100);
        }
    }

    private static async Task OneAsync(HttpClient http, int number)
    {
        using var content = new StringContent($$"""{"queue":"bench","groupKey":"other {{number}}","payload":1}""", null, "application/json");
        using var made = await http.PostAsync("api/v1/tasks", content);
        var path = made.EnsureSuccessStatusCode().Headers.Location!;
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{path}?wait=20");
        using var ended = await http.SendAsync(request);
        var body = await ended.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
        if (!body.Contains("\"completed\"", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"It has not ended: {body}");
        }
    }
}
