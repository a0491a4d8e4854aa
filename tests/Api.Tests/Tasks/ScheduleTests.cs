using System.Net;
using Switchyard.Yard;

namespace Switchyard.Tasks;

public sealed class ScheduleTests(YardCluster cluster) : TasksTest(cluster)
{
    private string Path => $"/api/v1/schedules/{Queue}";

    private string Body => $$"""{"cron":"0 3 * * *","timeZone":"Europe/Berlin","task":{"queue":"{{Queue}}","payload":{"a": 1} } }""";

    [Fact]
    public async Task It_is_put_and_shown_with_its_next_times()
    {
        var (status, body) = await SendAsync("PUT", Path, Body);
        var schedule = Json(body);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal((Queue, "0 3 * * *", "Europe/Berlin", "none", false), (
            (string?)schedule["name"], (string?)schedule["cron"], (string?)schedule["timeZone"], (string?)schedule["missed"], (bool)schedule["paused"]!));
        Assert.Equal($$$"""{"queue":"{{{Queue}}}","payload":{"a":1}}""", schedule["task"]!.ToJsonString());
        Assert.Equal(5, schedule["next"]!.AsArray().Count);
        Assert.Null(schedule["last"]);
        Assert.Equal(body, (await SendAsync("GET", Path, null)).Body);
        var list = Json((await SendAsync("GET", "/api/v1/schedules?limit=1000", null)).Body)["items"]!.AsArray();
        Assert.Single(list, one => (string?)one!["name"] == Queue);
    }

    [Fact]
    public async Task They_are_paged_by_name_from_either_end()
    {
        string[] names = [$"{Queue}-a", $"{Queue}-b", $"{Queue}-c"];
        foreach (var name in names)
        {
            await SendAsync("PUT", $"/api/v1/schedules/{name}", Body);
        }

        Assert.Equal(names[1..], await NamesAsync($"order=asc&limit=2&after={names[0]}"));
        Assert.Equal(names[..2].Reverse(), await NamesAsync($"order=desc&limit=2&after={names[2]}"));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync("GET", "/api/v1/schedules?order=newest"));

        async Task<IEnumerable<string?>> NamesAsync(string query) =>
            Json((await SendAsync("GET", "/api/v1/schedules?" + query, null)).Body)["items"]!.AsArray().Select(one => (string?)one!["name"]);
    }

    [Fact]
    public async Task It_is_run_paused_resumed_and_removed()
    {
        await SendAsync("PUT", Path, Body);

        var (status, run) = await SendAsync("POST", Path + "/run", null);
        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal((long)Json(run)["id"]!, (long)Assert.Single(await ClaimAsync())!["id"]!);
        Assert.True((bool)Json((await SendAsync("POST", Path + "/pause", null)).Body)["paused"]!);
        Assert.False((bool)Json((await SendAsync("POST", Path + "/resume", null)).Body)["paused"]!);
        Assert.Equal(HttpStatusCode.NoContent, await StatusAsync("DELETE", Path));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("DELETE", Path));
    }

    [Fact]
    public async Task What_is_not_there_is_404()
    {
        foreach (var (method, path) in new[] { ("GET", ""), ("DELETE", ""), ("POST", "/run"), ("POST", "/pause"), ("POST", "/resume") })
        {
            Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(method, Path + path));
        }
    }

    [Theory]
    [InlineData("""{"task":{"queue":"q","payload":1}}""", "cron is missing.")]
    [InlineData("""{"cron":"0 3 * * *"}""", "task is missing.")]
    [InlineData("""{"cron":"0 3 * * *","task":1}""", "task must be a task, which is an object.")]
    [InlineData("""{"cron":"0 3 * * *","task":{"queue":"q"}}""", "task.payload is missing.")]
    [InlineData("""{"cron":"0 3 * * *","missed":"all","task":{"queue":"q","payload":1}}""", "missed must be none or one.")]
    [InlineData("""{"cron":"0 3 * * *","task":{"queue":"tickets","payload":1}}""", "task.queue 'tickets' is a door's own")]
    [InlineData("""{"cron":"soon","task":{"queue":"q","payload":1}}""", "")]
    [InlineData("""{"cron":"0 3 * * *","timeZone":"Moon/Sea","task":{"queue":"q","payload":1}}""", "")]
    public async Task It_is_refused(string body, string why)
    {
        var (status, problem) = await SendAsync("PUT", Path, body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.StartsWith(why, (string?)Json(problem)["detail"], StringComparison.Ordinal);
    }
}
