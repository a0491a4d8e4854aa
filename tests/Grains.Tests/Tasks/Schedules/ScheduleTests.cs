using Switchyard.Auth;
using Switchyard.Nodes;
using Switchyard.Work;
using Switchyard.Work.Audit;
using Switchyard.Work.Store;

namespace Switchyard.Tasks.Schedules;

/// <summary>Schedules on a real node over SQLite. It is noon when they begin.</summary>
public sealed class ScheduleTests : IAsyncLifetime
{
    private TasksRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await TasksRig.StartAsync();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task It_is_shown_with_its_next_five_times()
    {
        var put = await Schedule("a").PutAsync(SpecOf("*/10 * * * *"));

        Assert.Null(put.Refusal);
        Assert.Equal(
            [AtNoon(10), AtNoon(20), AtNoon(30), AtNoon(40), AtNoon(50)],
            put.Schedule!.Next);
        Assert.Equal(("a", false, null, null), (put.Schedule.Name, put.Schedule.Paused, put.Schedule.LastAt, put.Schedule.LastId));
        var shown = (await Schedule("a").GetAsync())!;
        Assert.Equal(("*/10 * * * *", "UTC"), (shown.Spec.Cron, shown.Spec.TimeZone));
        Assert.Equal("{}"u8.ToArray(), shown.Spec.TaskJson);
        Assert.Equal("1"u8.ToArray(), shown.Spec.Task.Template.Payload);
        await Schedule("b").PutAsync(SpecOf("0 0 * * *"));
        Assert.Equal(["a", "b"], (await List.ListAsync(null, 10)).Select(schedule => schedule.Name));
        Assert.Equal(["b"], (await List.ListAsync("a", 10)).Select(schedule => schedule.Name));
        Assert.Equal(["a"], (await List.ListAsync(null, 1)).Select(schedule => schedule.Name));
        Assert.True(await Schedule("a").DeleteAsync());
        Assert.False(await Schedule("a").DeleteAsync());
        Assert.Null(await Schedule("a").GetAsync());
    }

    [Theory]
    [InlineData("* * * *", "UTC", "cron ")]
    [InlineData("61 * * * *", "UTC", "cron ")]
    [InlineData("0 0 30 2 *", "UTC", "cron ")]
    [InlineData("* * * * *", "Mars/Base", "timeZone ")]
    public async Task What_is_wrong_is_refused_and_leaves_what_was(string cron, string zone, string reason)
    {
        await Schedule("a").PutAsync(SpecOf("*/10 * * * *"));

        var put = await Schedule("a").PutAsync(SpecOf(cron) with { TimeZone = zone });

        Assert.Null(put.Schedule);
        Assert.StartsWith(reason, put.Refusal, StringComparison.Ordinal);
        Assert.Equal("*/10 * * * *", (await Schedule("a").GetAsync())!.Spec.Cron);
    }

    [Fact]
    public async Task Each_time_is_one_task()
    {
        await Schedule("a").PutAsync(SpecOf("* * * * *"));
        for (var minute = 1; minute <= 5; minute++)
        {
            _rig.Clock.Advance(TimeSpan.FromMinutes(1));
            await HasRunForAsync("a", AtNoon(minute));
        }

        var tasks = await TasksAsync();
        Assert.Equal([.. Enumerable.Range(1, 5).Reverse().Select(minute => AtNoon(minute))], tasks.Select(task => task.CreatedAt));
        var shown = (await Schedule("a").GetAsync())!;
        Assert.Equal((tasks[0].Id, AtNoon(6)), (shown.LastId, shown.Next[0]));
        Assert.Equal("1"u8.ToArray(), (await _rig.ViewAsync(tasks[0].Id)).Payload);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task What_passed_while_no_node_was_there_is_one_task_or_none(bool catchUp, int runs)
    {
        await Schedule("a").PutAsync(SpecOf("* * * * *") with { CatchUp = catchUp });
        await _rig.DownAsync();
        _rig.Clock.Advance(TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(30));

        await _rig.UpAsync();

        await Eventually.IsAsync(async () => (await RowAsync("a")).DueAt == AtNoon(11));
        Assert.Equal(runs, (await TasksAsync()).Count);
        Assert.Equal(catchUp ? AtNoon(10) : null, (await Schedule("a").GetAsync())!.LastAt);
        _rig.Clock.Advance(TimeSpan.FromSeconds(30));
        await HasRunForAsync("a", AtNoon(11));
        Assert.Equal(runs + 1, (await TasksAsync()).Count);
    }

    [Fact]
    public async Task A_paused_one_waits_and_makes_up_for_nothing()
    {
        await Schedule("a").PutAsync(SpecOf("* * * * *") with { CatchUp = true });
        await Schedule("b").PutAsync(SpecOf("* * * * *", "b"));
        var paused = await Schedule("a").SetPausedAsync(true);
        Assert.True(paused!.Paused);
        Assert.Equal(AtNoon(1), paused.Next[0]);
        _rig.Clock.Advance(TimeSpan.FromMinutes(3));
        await HasRunForAsync("b", AtNoon(3));

        Assert.False((await Schedule("a").SetPausedAsync(false))!.Paused);

        _rig.Clock.Advance(TimeSpan.FromMinutes(1));
        await HasRunForAsync("a", AtNoon(4));
        Assert.Single(await TasksAsync());
        Assert.Null(await Schedule("none").SetPausedAsync(true));
    }

    [Fact]
    public async Task A_run_that_somebody_asks_for_moves_nothing()
    {
        await Schedule("a").PutAsync(SpecOf("0 * * * *"));

        var run = await Schedule("a").RunAsync();

        Assert.Equal(run!.Value.Id, Assert.Single(await TasksAsync()).Id);
        var shown = (await Schedule("a").GetAsync())!;
        Assert.Equal((null, null, AtNoon(60)), (shown.LastAt, shown.LastId, shown.Next[0]));
        Assert.Null(await Schedule("none").RunAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_run_is_on_the_record_unless_it_is_part_of_an_act_that_is(bool isPart)
    {
        await Schedule("a").PutAsync(SpecOf("0 * * * *"));
        new Actor("ada", "::1").Carry();
        if (isPart)
        {
            await _rig.Get<AuditLog>().AddWholeAsync(AuditActs.Reset, entry => entry);
        }

        await Schedule("a").RunAsync();
        await Schedule("a").RunOnceAsync("k");

        Assert.Equal(isPart ? 0 : 2, (await _rig.Grains.GetAudit().ListAsync(new() { Act = TaskNames.RunScheduleAct }, null, 10)).Count);
    }

    [Fact]
    public async Task A_paused_queue_is_submitted_to_all_the_same()
    {
        await Schedule("a").PutAsync(SpecOf("* * * * *"));
        await _rig.Grains.GetGrain<IQueueGrain>("q").PauseAsync("ada", "disk");

        _rig.Clock.Advance(TimeSpan.FromMinutes(1));

        await HasRunForAsync("a", AtNoon(1));
        Assert.Equal(WorkStatus.Queued, Assert.Single(await TasksAsync()).Status);
    }

    [Fact]
    public async Task Spans_of_the_task_count_from_each_run()
    {
        var spec = SpecOf("* * * * *");
        await Schedule("a").PutAsync(spec with
        {
            Task = spec.Task with { Delay = TimeSpan.FromSeconds(10), DeadlineAfter = TimeSpan.FromMinutes(5) },
        });

        _rig.Clock.Advance(TimeSpan.FromMinutes(1));

        await HasRunForAsync("a", AtNoon(1));
        var task = Assert.Single(await TasksAsync());
        Assert.Equal((AtNoon(1).AddSeconds(10), AtNoon(6)), (task.NotBefore, task.Deadline));
    }

    [Fact]
    public async Task One_that_is_put_again_as_it_was_loses_no_time_and_takes_none_twice()
    {
        await Schedule("a").PutAsync(SpecOf("* * * * *"));
        for (var minute = 1; minute <= 5; minute++)
        {
            _rig.Clock.Advance(TimeSpan.FromMinutes(1));
            await Schedule("a").PutAsync(SpecOf("* * * * *"));
            await HasRunForAsync("a", AtNoon(minute));
            await Schedule("a").PutAsync(SpecOf("*/1 * * * *"));
            await Schedule("a").PutAsync(SpecOf("* * * * *"));
        }

        Assert.Equal(5, (await TasksAsync()).Count);
    }

    [Fact]
    public async Task Of_several_that_run_it_at_once_one_does()
    {
        const int Schedules = 150;
        for (var schedule = 0; schedule < Schedules; schedule++)
        {
            await Schedule($"s{schedule}").PutAsync(SpecOf("* * * * *"));
        }

        for (var minute = 1; minute <= 3; minute++)
        {
            _rig.Clock.Advance(TimeSpan.FromMinutes(1));

            // Beside the grain's own: as when there are several of it for a moment.
            await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
            {
                var runs = _rig.Get<ScheduleRuns>();
                while (await runs.RunDueAsync(DateTimeOffset.MinValue, isSure: true))
                {
                }
            }));
            await Eventually.IsAsync(async () => (await List.ListAsync(null, 1000)).All(schedule => schedule.LastAt == AtNoon(minute)));
            var tasks = await TasksAsync();
            Assert.Equal(minute * Schedules, tasks.Count);
            Assert.Subset(tasks.Select(task => task.Id).ToHashSet(), (await List.ListAsync(null, 1000)).Select(schedule => schedule.LastId!.Value).ToHashSet());
        }
    }

    private IScheduleGrain Schedule(string name) => _rig.Grains.GetGrain<IScheduleGrain>(name);

    private IScheduleListGrain List => _rig.Grains.GetGrain<IScheduleListGrain>(0);

    private static DateTimeOffset AtNoon(int minutes) => new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).AddMinutes(minutes);

    private static ScheduleSpec SpecOf(string cron, string queue = "q") =>
        new(cron, "UTC", CatchUp: false, new ScheduledTask(TasksRig.New(queue), null, null, null), "{}"u8.ToArray());

    private Task HasRunForAsync(string name, DateTimeOffset time) =>
        Eventually.IsAsync(async () => (await Schedule(name).GetAsync())!.LastAt == time);

    private async Task<ScheduleRow> RowAsync(string name) =>
        (await _rig.Get<IDoorDatabase>().QueryAsync(connection => ScheduleTable.FindAsync(connection, name)))!;

    private async Task<IReadOnlyList<TaskView>> TasksAsync() => (await _rig.Lane.ListAsync(new TaskFilter { Queue = "q" }, null, 1000)).Items;
}
