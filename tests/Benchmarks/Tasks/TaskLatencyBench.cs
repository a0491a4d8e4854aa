using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Switchyard.Benchmarks.Measuring;
using Switchyard.Benchmarks.Nodes;

namespace Switchyard.Benchmarks.Tasks;

/// <summary>
/// One task at a time, 50 a second: from its submission to the moment when a worker that waits has it, beside the same clients on a
/// server that only hands the body of one request to another.
/// </summary>
internal static class TaskLatencyBench
{
    /// <summary>Until the code that runs is the code that stays.</summary>
    private const int Unmeasured = 2000;

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(20);

    /// <summary>For what the compiler still has to do.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(2);

    public static async Task RunAsync(Settings settings, Databases databases)
    {
        var count = (int)(Math.Max(10, settings.Span.TotalSeconds) / Between.TotalSeconds);
        var table = new PlainTable(20, "server", "tasks", "start p50 / p99 ms", "answer p50 / p99 ms");
        await using (var idle = await IdleServer.StartAsync())
        {
            await MeasureAsync("that does nothing", idle.Root, count, table);
        }

        foreach (var name in databases.Names)
        {
            await using var node = await Node.StartAsync(databases.NewDirectory(), await databases.NodeSettingsAsync(name));
            await MeasureAsync(name, node.Http.BaseAddress!, count, table);
        }
    }

    private static async Task MeasureAsync(string name, Uri root, int count, PlainTable table)
    {
        using var http = new HttpClient { BaseAddress = root };
        await RunAsync(http, Unmeasured, TimeSpan.FromMilliseconds(1), new Latencies(), new Latencies());
        await Task.Delay(Rest, TimeProvider.System);
        await RunAsync(http, Unmeasured / 20, Between, new Latencies(), new Latencies());
        var (start, answer) = (new Latencies(), new Latencies());
        await RunAsync(http, count, Between, start, answer);
        table.Add(name, count, start, answer);
    }

    private static async Task RunAsync(HttpClient http, int count, TimeSpan between, Latencies start, Latencies answer)
    {
        var sent = new long[count];
        var worker = Task.Run(async () =>
        {
            for (var taken = 0; taken < count;)
            {
                foreach (var (place, id, lease) in await ClaimAsync(http))
                {
                    start.Add(Stopwatch.GetElapsedTime(Volatile.Read(ref sent[place])));
                    taken++;
                    await PostAsync(http, "complete", $$"""{"items":[{"id":{{id}},"leaseNumber":{{lease}}}]}""");
                }
            }
        });
        using var timer = new PeriodicTimer(between);
        for (var place = 0; place < count; place++)
        {
            await timer.WaitForNextTickAsync();
            Volatile.Write(ref sent[place], Stopwatch.GetTimestamp());
            await PostAsync(http, "", string.Create(CultureInfo.InvariantCulture, $$"""{"queue":"bench","payload":{{place}}}"""));
            answer.Add(Stopwatch.GetElapsedTime(sent[place]));
        }

        await worker;
    }

    private static async Task<IReadOnlyList<(int Place, long Id, long Lease)>> ClaimAsync(HttpClient http)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/tasks/claim")
        {
            Content = new StringContent("""{"worker":"bench","queues":["bench"],"max":1}""", null, "application/json"),
        };
        request.Headers.Add("Prefer", "wait=20");
        using var response = await http.SendAsync(request);
        response.EnsureSuccessStatusCode();
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        return
        [
            .. answer.GetProperty("items").EnumerateArray().Select(item =>
                (item.GetProperty("payload").GetInt32(), item.GetProperty("id").GetInt64(), item.GetProperty("leaseNumber").GetInt64())),
        ];
    }

    private static async Task PostAsync(HttpClient http, string act, string json)
    {
        using var content = new StringContent(json, null, "application/json");
        using var response = await http.PostAsync(act.Length == 0 ? "api/v1/tasks" : $"api/v1/tasks/{act}", content);
        response.EnsureSuccessStatusCode();
    }
}
