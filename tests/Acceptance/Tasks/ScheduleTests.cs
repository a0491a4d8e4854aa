using System.Net;

namespace Switchyard.Acceptance.Tasks;

/// <summary>Tasks that come by themselves.</summary>
public sealed class ScheduleTests(SharedNode shared)
{
    [Fact]
    public async Task A_schedule_is_made_shown_changed_and_removed()
    {
        var tasks = await shared.TasksAsync();
        var queue = TasksClient.NewQueue();
        var path = $"/schedules/nightly-{queue}";

        var made = await tasks.PutAsync(path, $$"""{"cron":"30 2 * * *","timeZone":"Europe/Berlin","task":{"queue":"{{queue}}","payload":{"a":1.0},"priority":3} }""");
        Assert.True(made.Status is HttpStatusCode.OK or HttpStatusCode.Created, made.Text);
        var schedule = await tasks.ShowAsync(path);

        Assert.Equal(("30 2 * * *", "Europe/Berlin", false), ((string?)schedule["cron"], (string?)schedule["timeZone"], (bool)schedule["paused"]!));
        Assert.Equal(queue, (string?)schedule["task"]!["queue"]);
        Assert.Contains("1.0", schedule["task"]!["payload"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Null(schedule["last"]);
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var next = schedule["next"]!.AsArray().Select(time => DateTimeOffset.Parse((string)time!, null)).ToArray();
        Assert.Equal(5, next.Length);
        Assert.Equal(next.Order(), next);
        Assert.All(next, time => Assert.Equal(new TimeSpan(2, 30, 0), TimeZoneInfo.ConvertTime(time, berlin).TimeOfDay));
        Assert.Contains(
            $"nightly-{queue}", (await tasks.ShowAsync("/schedules")).ToJsonString(), StringComparison.Ordinal);

        (await tasks.PutAsync(path, $$"""{"cron":"0 0 1 1 *","task":{"queue":"{{queue}}","payload":1} }""")).Is(HttpStatusCode.OK);
        Assert.Equal("0 0 1 1 *", (string?)(await tasks.ShowAsync(path))["cron"]);

        (await tasks.DeleteAsync(path)).Is(HttpStatusCode.NoContent);
        Assert.Equal(HttpStatusCode.NotFound, (await tasks.GetAsync(path)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await tasks.DeleteAsync(path)).Status);
    }

    [Fact]
    public async Task A_run_submits_the_task_now_and_moves_nothing()
    {
        var tasks = await shared.TasksAsync();
        var queue = TasksClient.NewQueue();
        var path = $"/schedules/run-{queue}";
        await tasks.PutAsync(path, $$"""{"cron":"0 0 1 1 *","task":{"queue":"{{queue}}","payload":"now","tags":["s"]} }""");
        var before = await tasks.ShowAsync(path);

        var ran = await tasks.PostAsync($"{path}/run", "");

        Assert.InRange((int)ran.Status, 200, 201);
        var claimed = await tasks.TakeAsync(queue);
        Assert.Equal("now", (string?)claimed["payload"]);
        var after = await tasks.ShowAsync(path);
        Assert.Equal((before["next"]!.ToJsonString(), before["last"]?.ToJsonString()), (after["next"]!.ToJsonString(), after["last"]?.ToJsonString()));
        (await tasks.PostAsync($"/schedules/none-{queue}/run", "")).Is(HttpStatusCode.NotFound);
        await tasks.DeleteAsync(path);
    }

    [Fact]
    public async Task A_schedule_is_paused_and_goes_on()
    {
        var tasks = await shared.TasksAsync();
        var queue = TasksClient.NewQueue();
        var path = $"/schedules/pause-{queue}";
        await tasks.PutAsync(path, $$"""{"cron":"0 0 1 1 *","task":{"queue":"{{queue}}","payload":1} }""");

        Assert.InRange((int)(await tasks.PostAsync($"{path}/pause", "")).Status, 200, 204);
        Assert.True((bool)(await tasks.ShowAsync(path))["paused"]!);
        Assert.InRange((int)(await tasks.PostAsync($"{path}/resume", "")).Status, 200, 204);
        Assert.False((bool)(await tasks.ShowAsync(path))["paused"]!);
        await tasks.DeleteAsync(path);
    }

    [Theory]
    [InlineData("""{"cron":"* * * *","task":{"queue":"q-schedules","payload":1}}""")]
    [InlineData("""{"cron":"61 * * * *","task":{"queue":"q-schedules","payload":1}}""")]
    [InlineData("""{"cron":"* * * * *","timeZone":"Mars/Olympus","task":{"queue":"q-schedules","payload":1}}""")]
    [InlineData("""{"cron":"* * * * *","missed":"all","task":{"queue":"q-schedules","payload":1}}""")]
    [InlineData("""{"cron":"* * * * *","task":{"queue":"tables","payload":1}}""")]
    [InlineData("""{"cron":"* * * * *","task":{"payload":1}}""")]
    [InlineData("""{"cron":"* * * * *"}""")]
    public async Task A_bad_schedule_is_refused(string body)
    {
        var tasks = await shared.TasksAsync();

        (await tasks.PutAsync("/schedules/bad", body)).Is(HttpStatusCode.BadRequest);

        Assert.Equal(HttpStatusCode.NotFound, (await tasks.GetAsync("/schedules/bad")).Status);
    }
}
