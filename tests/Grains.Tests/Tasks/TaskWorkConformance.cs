using Switchyard.Nodes;
using Switchyard.Telemetry;
using Switchyard.Work;
using Switchyard.Work.Bulk;
using Switchyard.Work.Failures;
using Switchyard.Work.Lanes;
using Switchyard.Work.Store;

namespace Switchyard.Tasks;

/// <summary>Tasks among the work of every kind.</summary>
public abstract class TaskWorkConformance : TaskConformance
{
    private IWorkQueriesGrain Queries => Rig.Grains.GetGrain<IWorkQueriesGrain>(0);

    [Fact]
    public async Task Tasks_are_listed_and_found_with_their_attempts_and_log()
    {
        var ids = await Rig.SubmitAsync(TasksRig.New("q"), TasksRig.New("r"), TasksRig.New("q"));
        var claimed = await Rig.ClaimOneAsync("q");
        await Rig.Lane.RenewAsync([new(claimed.Id, claimed.LeaseNumber, 0.5, "half")], null);
        await Rig.FailAsync(claimed, retry: false);

        var first = await Queries.ListAsync(new(), null, 2);
        var rest = await Queries.ListAsync(new(), first.Next, 2);
        Assert.Equal(ids.Reverse(), first.Items.Concat(rest.Items).Select(item => item.Id));
        Assert.Equal([ids[1]], (await Queries.ListAsync(new() { Queue = "r" }, null, 10)).Items.Select(item => item.Id));
        Assert.Empty((await Queries.ListAsync(new() { Kind = "table" }, null, 10)).Items);
        var item = (await Queries.FindAsync(ids[0]))!;
        Assert.Equal(("task", WorkStatus.Failed, "it broke"), (item.Kind, item.Status, item.Error));
        Assert.Contains("half", item.Log, StringComparison.Ordinal);
        Assert.Equal(AttemptOutcome.Failed, Assert.Single(await Queries.GetAttemptsAsync(ids[0])).Outcome);
        Assert.Equal(["q", "r"], await Queries.ListQueuesAsync());
        Assert.Equal("w", Assert.Single(await Queries.ListWorkersAsync("q", 10)).Owner);
    }

    [Fact]
    public async Task The_status_of_a_queue_counts_its_tasks()
    {
        await Rig.SubmitAsync(TasksRig.New("q"), TasksRig.New("q"), TasksRig.New("q"));
        await Rig.ClaimOneAsync("q");
        await Eventually.IsAsync(async () => await Rig.Grains.GetGrain<IQueueGrain>("q").GetStatusAsync() is { Queued: 2, Running: 1, OldestQueuedAt: not null });
    }

    [Fact]
    public async Task A_task_is_retried_and_removed_as_work_of_any_kind()
    {
        var id = Assert.Single(await Rig.SubmitAsync(TasksRig.New("q")));
        Assert.Equal(ActOutcome.Conflict, await Rig.Grains.GetWorkItem("task", id).ResetAsync());
        Assert.Equal(ActOutcome.Accepted, await Rig.Grains.GetWorkItem("task", id).CancelAsync("no"));
        Assert.Equal(ActOutcome.Accepted, await Rig.Grains.GetGrain<IWorkRemovalGrain>(0).RemoveAsync("task", id));
        Assert.Null(await Queries.FindAsync(id));
    }

    [Fact]
    public async Task Lists_keep_to_all_conditions()
    {
        var ids = await Rig.SubmitAsync(
            TasksRig.New("q") with { Name = "Report of May", Tags = ["x"] }, TasksRig.New("q") with { Name = "report_of june" }, TasksRig.New("q"));
        await Rig.FailAsync(await Rig.ClaimOneAsync("q", "somebody"), retry: false);

        Assert.Equal([ids[1], ids[0]], await ListAsync(new() { NameContains = "REPORT" }));
        Assert.Equal([ids[1]], await ListAsync(new() { NameContains = "t_o" }));
        Assert.Equal([ids[0]], await ListAsync(new() { ErrorContains = "BROKE" }));
        Assert.Equal([ids[0]], await ListAsync(new() { Worker = "somebody" }));
        Assert.Equal([ids[0]], await ListAsync(new() { Tag = "x" }));
        Assert.Equal(ids, await ListAsync(new() { Ascending = true }));
        Assert.Equal([], await ListAsync(new() { CreatedAfter = Rig.Clock.GetUtcNow() }));
        Assert.Equal(ids, await ListAsync(new() { CreatedBefore = Rig.Clock.GetUtcNow() + TimeSpan.FromSeconds(1), Ascending = true }));
    }

    [Fact]
    public async Task An_act_on_many_goes_through_all_that_it_can_apply_to_and_no_more()
    {
        var ids = await Rig.SubmitAsync([.. Enumerable.Repeat(TasksRig.New("q"), 450), TasksRig.New("other")]);
        await Rig.CompleteAsync(await Rig.ClaimOneAsync("q"));
        var bulk = Rig.Grains.GetGrain<IBulkGrain>(0);
        var cancel = new BulkRequest(BulkAct.Cancel, null, new() { Queue = "q" }, [], "{}", "enough", "me");
        Assert.Equal(449, await bulk.CountAsync(cancel));
        Assert.Equal(0, await bulk.CountAsync(cancel with { Filter = new() { Queue = "q", Status = WorkStatus.Failed } }));
        Assert.Equal(0, await bulk.CountAsync(cancel with { Queues = ["other"] }));

        await DoneAsync(await bulk.StartAsync(cancel), 449);
        Assert.Equal((WorkStatus.Cancelled, "enough"), await Rig.ViewAsync(ids[1]) is var task ? (task.Status, task.Error) : default);
        Assert.Equal(WorkStatus.Completed, (await Rig.ViewAsync(ids[0])).Status);
        Assert.Empty(await Rig.ClaimAsync("q"));

        var retry = cancel with { Act = BulkAct.Retry, Filter = new() { Queue = "q", Status = WorkStatus.Cancelled } };
        await DoneAsync(await bulk.StartAsync(retry), 449);
        await DoneAsync(await bulk.StartAsync(new(BulkAct.Move, "third", new() { Queue = "q" }, [], "{}", null, "me")), 449);
        Assert.Equal(449, (await Rig.ClaimAsync("third", 1000)).Count);
        await DoneAsync(await bulk.StartAsync(cancel with { Act = BulkAct.Delete }), 1);
        Assert.Null(await Queries.FindAsync(ids[0]));
    }

    [Fact]
    public async Task An_act_on_a_group_of_errors_goes_through_that_group()
    {
        var ids = await Rig.SubmitAsync([.. Enumerable.Repeat(TasksRig.New("q"), 3)]);
        await Rig.FailAsync(await Rig.ClaimOneAsync("q"), retry: false);
        var failed = (await Queries.FindAsync(ids[0]))!;
        var bulk = Rig.Grains.GetGrain<IBulkGrain>(0);
        var retry = new BulkRequest(BulkAct.Retry, null, new() { Queue = "q", ErrorPattern = failed.Error }, [], "{}", null, "me");

        Assert.Equal(1, await bulk.CountAsync(retry));
        Assert.Equal(0, await bulk.CountAsync(retry with { Filter = new() { Queue = "q", ErrorPattern = "another" } }));
        Assert.Equal(0, await bulk.CountAsync(retry with { Filter = new() { Queue = "q", FinishedSince = failed.FinishedAt + TimeSpan.FromHours(1) } }));
        await DoneAsync(await bulk.StartAsync(retry), 1);
        Assert.Equal(WorkStatus.Queued, (await Rig.ViewAsync(ids[0])).Status);
    }

    [Fact]
    public async Task What_failed_is_grouped_across_doors()
    {
        var ids = await Rig.SubmitAsync(TasksRig.New("q"));
        await Rig.FailAsync(await Rig.ClaimOneAsync("q"), retry: false);
        var task = (await Queries.FindAsync(ids[0]))!;
        var job = new WorkRow
        {
            Id = 1_000_000,
            Kind = "job",
            Queue = "jobs",
            Status = WorkStatus.Failed,
            Error = $"Traceback:\n{task.Error}",
            CreatedAt = task.CreatedAt,
            FinishedAt = task.FinishedAt + TimeSpan.FromMinutes(1),
        };
        Assert.Equal(WriteOutcome.Committed, await Rig.Get<IWorkStore>().WriteAsync(new(null, job), TestContext.Current.CancellationToken));
        var failures = Rig.Grains.GetFailures();

        var report = await failures.ReadAsync(new());

        var group = Assert.Single(report.Groups);
        Assert.Equal((task.Error, 2, job.Id, job.Error), (group.Pattern, group.Count, group.Newest.Id, group.Newest.Error));
        Assert.Equal(["job", "task"], group.Kinds);
        Assert.Equal(["jobs", "q"], group.Queues);
        Assert.Equal((2, 0, true), (report.Count, report.Unsorted, report.IsWhole));
        Assert.Equal(ids[0], Assert.Single((await failures.ReadAsync(new() { Queue = "q" })).Groups).Newest.Id);
        Assert.Equal(1, (await failures.ReadAsync(new() { Since = job.FinishedAt })).Count);
    }

    [Fact]
    public async Task Of_more_groups_than_are_read_the_largest_are_told_with_their_true_numbers()
    {
        var store = Rig.Get<IWorkStore>();
        var now = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        await store.InsertAsync(
            [
                .. Enumerable.Range(0, 702).Select(number => new WorkWrite(null, new WorkRow
                {
                    Id = number + 1,
                    Kind = "job",
                    Queue = number < 2 ? $"jobs-{number}" : "jobs",
                    Status = WorkStatus.Failed,
                    Error = number < 2 ? "in two queues" : $"of its own {(char)(0x4E00 + number)}",
                    CreatedAt = now,
                    FinishedAt = now.AddSeconds(-number),
                })),
            ],
            TestContext.Current.CancellationToken);

        var report = await Rig.Grains.GetFailures().ReadAsync(new());

        Assert.Equal((100, 702, false), (report.Groups.Count, report.Count, report.IsWhole));
        Assert.Equal(("in two queues", 2), (report.Groups[0].Pattern, report.Groups[0].Count));
        Assert.Equal("of its own \u4E02", report.Groups[1].Pattern);
    }

    [Fact]
    public async Task What_waits_in_a_queue_without_a_name_of_its_own_is_told_with_others()
    {
        await Rig.Get<TaskQueues>().OpenAsync("first");
        await Rig.SubmitAsync(TasksRig.New("q"), TasksRig.New("q"));
        var lane = Assert.Single(Rig.Get<IEnumerable<IItemLane>>());

        Assert.Equal([new(TaskNames.Kind, MeterNames.OtherQueues, 2, 0, null)], await lane.ReadBacklogsAsync(1));
    }

    [Fact]
    public async Task A_pause_of_a_queue_of_tasks_leaves_no_sweep_behind()
    {
        await Rig.SubmitAsync(TasksRig.New("q"));
        await Rig.Grains.GetGrain<IQueueGrain>("q").PauseAsync("me", "lunch");

        var reminders = await Rig.Get<IReminderTable>().ReadRows(0, uint.MaxValue, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(reminders.Reminders, reminder => reminder.GrainId.ToString().EndsWith("/q", StringComparison.Ordinal));
    }

    private async Task<IEnumerable<long>> ListAsync(WorkFilter filter) => (await Queries.ListAsync(filter, null, 100)).Items.Select(item => item.Id);

    private async Task DoneAsync(long operation, long of)
    {
        var grain = Rig.Grains.GetGrain<IBulkOperationGrain>(operation);
        await Eventually.IsAsync(async () => await grain.GetAsync() is { State: BulkStage.Done });
        Assert.Equal(new BulkStatus(of, of, BulkStage.Done), await grain.GetAsync());
    }
}
