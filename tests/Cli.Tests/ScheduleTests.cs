using Switchyard.Cli.Node;

namespace Switchyard.Cli;

/// <summary>Tasks by the clock.</summary>
public sealed class ScheduleTests(YardNode node)
{
    [Fact]
    public async Task A_schedule_is_set_run_paused_and_deleted()
    {
        var queue = YardNode.NewQueue();
        var made = (await node.RunAsync(
            "schedules", "set", queue, "--cron", "0 3 * * *", "--zone", "Europe/Berlin", "--missed", "one", "--queue", queue, "--payload", """{"of": "yesterday"}""", "--priority", "3", "--json")).Ends().Json;
        Assert.Equal(("0 3 * * *", "Europe/Berlin", "one", 3), ((string?)made["cron"], (string?)made["timeZone"], (string?)made["missed"], (int?)made["task"]!["priority"]));

        Assert.Contains("Europe/Berlin", (await node.RunAsync("schedules", "list", "--all")).Ends().Out, StringComparison.Ordinal);
        Assert.Contains("yesterday", (await node.RunAsync("schedules", "show", queue, "--utc")).Ends().Out, StringComparison.Ordinal);
        var task = (await node.RunAsync("schedules", "run", queue)).Ends().Out.Trim();
        Assert.Equal("yesterday", (string?)(await node.AskAsync(HttpMethod.Get, $"/api/v1/tasks/{task}"))["payload"]!["of"]);
        Assert.True((bool?)(await node.RunAsync("schedules", "pause", queue, "--json")).Ends().Json["paused"]);
        Assert.Equal($"{queue} goes on", (await node.RunAsync("schedules", "resume", queue)).Ends().Out.Trim());
        Assert.Contains("cron", (await node.RunAsync("schedules", "set", queue, "--cron", "never", "--queue", queue)).Ends(4).Errors, StringComparison.OrdinalIgnoreCase);
        Assert.Equal($"{queue} deleted", (await node.RunAsync("schedules", "delete", queue, "--yes")).Ends().Out.Trim());
        (await node.RunAsync("schedules", "show", queue)).Ends(3);
    }
}
