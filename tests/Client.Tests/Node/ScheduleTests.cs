using Switchyard.Client.Schedules;
using Switchyard.Client.Tasks;

namespace Switchyard.Client.Node;

public sealed class ScheduleTests(RealNode node) : IClassFixture<RealNode>
{
    private readonly string _queue = RealNode.NewQueue();
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    private SchedulesClient Schedules => node.Client.Schedules;

    [Fact]
    public async Task A_schedule_is_made_run_paused_and_removed()
    {
        Assert.Null(await Schedules.GetAsync("nightly", _cancellation));
        Assert.False(await Schedules.RunAsync("nightly", _cancellation));

        var made = await Schedules.PutAsync("nightly", new("30 2 * * *", NewTask.Of(_queue, new Letter("Ada", 1))) { TimeZone = "Europe/Berlin", Missed = "one" }, _cancellation);
        Assert.Equal(("nightly", "30 2 * * *", "Europe/Berlin", 5, false), (made.Name, made.Cron, made.TimeZone, made.Next.Count, made.Paused));

        Assert.True(await Schedules.RunAsync("nightly", _cancellation));
        var task = Assert.Single((await node.Client.Tasks.ClaimAsync(new("hand", [_queue]), TasksClient.LongestWait, _cancellation)).Items);
        Assert.Equal(new Letter("Ada", 1), task.Read<Letter>());

        Assert.True(await Schedules.PauseAsync("nightly", _cancellation));
        Assert.True((await Schedules.GetAsync("nightly", _cancellation))!.Paused);
        Assert.True(await Schedules.ResumeAsync("nightly", _cancellation));
        Assert.Contains(await Schedules.ListAsync(_cancellation).ToListAsync(_cancellation), schedule => schedule is { Name: "nightly", Paused: false });
        Assert.True(await Schedules.DeleteAsync("nightly", _cancellation));
        Assert.Null(await Schedules.GetAsync("nightly", _cancellation));
    }
}
