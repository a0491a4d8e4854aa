using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Switchyard.Cluster.Yard;

namespace Switchyard.Cluster;

/// <summary>Schedules of three nodes, of which one is killed in the very moment.</summary>
[Collection(typeof(TheCluster))]
public sealed class ScheduleTests(ThreeNodes nodes)
{
    private const int Schedules = 200;

    private readonly string _queue = $"schedules-{Guid.NewGuid():N}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_time_is_one_run_also_when_a_node_is_killed_while_they_run()
    {
        await nodes.StartAllAsync();
        using var http = new HttpClient { BaseAddress = nodes.AddressOf(0) };
        for (var number = 0; number < Schedules; number++)
        {
            using var put = await http.PutAsJsonAsync(
                $"/api/v1/schedules/{_queue}-{number}", new { cron = "* * * * *", task = new { queue = _queue, payload = number, name = $"{number}" } }, Token);
            Assert.True(put.IsSuccessStatusCode, await put.Content.ReadAsStringAsync(Token));
        }

        // One in three times it is the very node that does the runs.
        var minute = await NextMinuteAsync();
        await Eventually.IsAsync(async () => (await RunsAsync(http)).Count > 0);
        await nodes[1].KillAsync();

        IReadOnlyList<(string Name, DateTimeOffset At)> runs = [];
        await Eventually.IsAsync(async () => (runs = await RunsAsync(http)).Count(run => run.At >= minute && run.At < minute.AddMinutes(1)) >= Schedules);
        await nodes.StartAllAsync();
        await Eventually.IsAsync(async () => (await LastAsync(http)).All(last => last >= minute));
        for (var number = 0; number < Schedules; number++)
        {
            using var deleted = await http.DeleteAsync(new Uri($"/api/v1/schedules/{_queue}-{number}", UriKind.Relative), Token);
            Assert.True(deleted.IsSuccessStatusCode);
        }

        runs = await RunsAsync(http);
        Assert.All(
            runs.GroupBy(run => (run.Name, Minute: run.At.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture))),
            own => Assert.Single(own));
        Assert.Equal(Schedules, runs.Where(run => run.At >= minute && run.At < minute.AddMinutes(1)).Select(run => run.Name).Distinct().Count());
    }

    private static async Task<DateTimeOffset> NextMinuteAsync()
    {
        var now = TimeProvider.System.GetUtcNow();
        var next = new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, now.Minute, 0, TimeSpan.Zero).AddMinutes(1);
        await Task.Delay(next - now, TimeProvider.System, Token);
        return next;
    }

    private async Task<IReadOnlyList<(string Name, DateTimeOffset At)>> RunsAsync(HttpClient http)
    {
        var runs = new List<(string, DateTimeOffset)>();
        string? after = null;
        do
        {
            var page = JsonNode.Parse(await http.GetStringAsync(new Uri($"/api/v1/tasks?queue={_queue}&limit=1000{after}", UriKind.Relative), Token))!;
            runs.AddRange(page["items"]!.AsArray().Select(item => ((string)item!["name"]!, (DateTimeOffset)item["createdAt"]!)));
            after = page["next"] is { } next ? $"&after={next}" : null;
        }
        while (after is not null);
        return runs;
    }

    private async Task<IReadOnlyList<DateTimeOffset?>> LastAsync(HttpClient http)
    {
        var page = JsonNode.Parse(await http.GetStringAsync(new Uri("/api/v1/schedules?limit=1000", UriKind.Relative), Token))!;
        return [.. page["items"]!.AsArray()
            .Where(item => ((string)item!["name"]!).StartsWith(_queue, StringComparison.Ordinal))
            .Select(item => (DateTimeOffset?)item!["last"]?["at"])];
    }
}
