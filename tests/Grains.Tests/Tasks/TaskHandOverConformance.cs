using Switchyard.Nodes;
using Switchyard.Tasks.Lane;
using Switchyard.Work;

namespace Switchyard.Tasks;

/// <summary>New tasks for claims that stand in line: stored and leased by one commit.</summary>
public abstract partial class TaskHandOverConformance : TaskConformance
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();

        // The queue is, and its grain knows all of it.
        await Rig.SubmitAsync(TasksRig.New("q"));
        Assert.Equal(TaskOutcome.Ok, await Rig.CompleteAsync(await Rig.ClaimOneAsync("q")));
    }

    [Fact]
    public async Task A_new_task_is_leased_by_the_commit_that_stores_it()
    {
        var claims = Rig.Faults.Calls(nameof(ILaneStore.ClaimAsync));
        var standing = await StandAsync();

        var id = Assert.Single(await Rig.SubmitAsync(TasksRig.New("q")));

        var task = Assert.Single((await standing).Tasks);
        Assert.Equal((id, 1, claims), (task.Id, task.Attempt, Rig.Faults.Calls(nameof(ILaneStore.ClaimAsync))));
        Assert.Equal(WorkStatus.Running, (await Rig.ViewAsync(id)).Status);
        Assert.Empty(await Rig.ClaimLastAsync("q"));
        Assert.Equal(TaskOutcome.Ok, await Rig.CompleteAsync(task));
        Assert.Equal(TaskOutcome.Stale, await Rig.CompleteAsync(task with { LeaseNumber = task.LeaseNumber - 1 }));
    }

    [Fact]
    public async Task Of_a_batch_the_claim_gets_what_is_next_and_the_rest_waits()
    {
        var standing = await StandAsync(max: 2);

        var ids = await Rig.SubmitAsync(TasksRig.New("q"), TasksRig.New("q", priority: 5), TasksRig.New("q", "other"), TasksRig.New("q") with { NotBefore = Rig.Clock.GetUtcNow().AddDays(1) });

        Assert.Equal([ids[1], ids[0]], (await standing).Tasks.Select(task => task.Id));
        Assert.Equal(ids[2], (await Rig.AwaitOneAsync("q")).Id);
        Assert.Empty(await Rig.ClaimLastAsync("q"));
    }

    [Fact]
    public async Task No_more_are_handed_over_than_the_limits_allow()
    {
        await Rig.Queue("q").SetPolicyAsync(new() { Concurrency = 3, GroupConcurrency = 2 });
        var standing = await StandAsync();
        var ids = await Rig.SubmitAsync(TasksRig.New("q", "a"), TasksRig.New("q", "a"), TasksRig.New("q", "a"), TasksRig.New("q", "b"), TasksRig.New("q", "b"));
        var first = (await standing).Tasks;
        Assert.Equal([ids[0], ids[3], ids[1]], first.Select(task => task.Id));

        var full = await StandAsync();
        await Rig.SubmitAsync(TasksRig.New("q", "c"));
        Assert.False(full.IsCompleted);
        Assert.Equal(1, Rig.Faults.Calls(nameof(ILaneStore.SubmitClaimedAsync)));
        Assert.Equal(TaskOutcome.Ok, await Rig.CompleteAsync(first[0]));
        Assert.Empty((await full).Tasks);
        Assert.Single(await Rig.ClaimAsync("q"));
    }

    [Fact]
    public async Task What_is_handed_over_counts_for_the_rate_and_what_was_not_stored_does_not()
    {
        await Rig.Queue("q").SetPolicyAsync(new() { Rate = new(1, TimeSpan.FromMinutes(1)) });
        var standing = await StandAsync();
        Rig.Faults.Refuse(nameof(ILaneStore.SubmitClaimedAsync));
        await Assert.ThrowsAnyAsync<Exception>(() => Rig.SubmitAsync(TasksRig.New("q")));
        await InLineAsync();

        var ids = await Rig.SubmitAsync(TasksRig.New("q"), TasksRig.New("q"));

        Assert.Equal(ids[0], Assert.Single((await standing).Tasks).Id);
        Assert.Empty(await Rig.ClaimLastAsync("q"));
        Rig.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(ids[1], (await Rig.AwaitOneAsync("q")).Id);
    }

    [Fact]
    public async Task Nothing_is_handed_over_by_a_queue_that_is_paused()
    {
        var queue = Rig.Grains.GetGrain<IQueueGrain>("q");
        await queue.PauseAsync("me", "lunch");
        var standing = await StandAsync();
        await Rig.SubmitAsync(TasksRig.New("q"));
        Assert.False(standing.IsCompleted);

        await queue.ResumeAsync("me");

        Assert.Empty((await standing).Tasks);
        Assert.Single(await Rig.ClaimAsync("q"));
        Assert.Equal(0, Rig.Faults.Calls(nameof(ILaneStore.SubmitClaimedAsync)));
    }

    [Fact]
    public async Task Nothing_is_handed_over_to_one_elsewhere_who_may_be_lost()
    {
        var told = Rig.Queue("q").StandAsync(new("w", 1, null, TaskLimits.ClaimBytes), Guid.NewGuid(), TaskLimits.LongestWait);
        var standing = await StandAsync();

        var id = Assert.Single(await Rig.SubmitAsync(TasksRig.New("q")));

        Assert.Empty((await told).Tasks);
        Assert.Equal(id, (await Rig.AwaitOneAsync("q")).Id);
        Assert.False(standing.IsCompleted);
    }

    [Fact]
    public async Task Who_left_the_line_is_answered_and_gets_nothing()
    {
        var number = Guid.NewGuid();
        var standing = await StandAsync(number: number);
        await Rig.Queue("q").LeaveAsync(number);
        Assert.Empty((await standing).Tasks);

        await Rig.SubmitAsync(TasksRig.New("q"));

        Assert.Equal(1, (await Rig.AwaitOneAsync("q")).Attempt);
    }

    [Fact]
    public async Task A_duplicate_is_handed_to_nobody()
    {
        var first = Assert.Single(await Rig.SubmitAsync(TasksRig.New("q") with { UniqueKey = "u" }));
        await Rig.ClaimOneAsync("q");
        var standing = await StandAsync();

        var answers = await Rig.Lane.SubmitAsync([TasksRig.New("q") with { UniqueKey = "u" }]);
        Assert.Equal((first, true), (Assert.Single(answers).Id, answers[0].Existing));
        await InLineAsync();
        Assert.False(standing.IsCompleted);

        var id = Assert.Single(await Rig.SubmitAsync(TasksRig.New("q") with { UniqueKey = "other" }));
        Assert.Equal(id, Assert.Single((await standing).Tasks).Id);
    }

    [Fact]
    public async Task A_duplicate_takes_no_place_of_its_group()
    {
        await Rig.Queue("q").SetPolicyAsync(new() { GroupConcurrency = 1 });
        await Rig.SubmitAsync(TasksRig.New("q", "busy") with { UniqueKey = "u" });
        await Rig.AwaitOneAsync("q");
        var standing = await StandAsync();

        var answers = await Rig.Lane.SubmitAsync([TasksRig.New("q", "a") with { UniqueKey = "u" }, TasksRig.New("q", "a"), TasksRig.New("q", "b")]);

        Assert.Equal([true, false, false], answers.Select(answer => answer.Existing));
        Assert.Equal(answers[2].Id, Assert.Single((await standing).Tasks).Id);
        Assert.Equal(answers[1].Id, (await Rig.AwaitOneAsync("q")).Id);
    }

    [Fact]
    public async Task Whoever_waits_longest_is_first()
    {
        var told = Rig.Queue("q").WaitAsync(TaskLimits.LongestWait, TasksRig.Cancellation);
        var standing = await StandAsync();
        var first = Assert.Single(await Rig.SubmitAsync(TasksRig.New("q")));
        Assert.True(await told);
        Assert.Equal(first, (await Rig.AwaitOneAsync("q")).Id);

        var second = Assert.Single(await Rig.SubmitAsync(TasksRig.New("q")));

        Assert.Equal(second, Assert.Single((await standing).Tasks).Id);
    }

    [Fact]
    public async Task Each_of_several_in_line_gets_its_own()
    {
        var standing = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => StandAsync(max: 1)));

        var ids = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Rig.SubmitAsync(TasksRig.New("q"))));

        var handed = (await Task.WhenAll(standing)).SelectMany(answer => answer.Tasks).Select(task => task.Id).ToList();
        Assert.Equal(ids.SelectMany(id => id).Order(), handed.Order());
    }

    /// <summary>A claim that stands in line.</summary>
    private async Task<Task<TaskClaimResult>> StandAsync(int max = 10, Guid? number = null)
    {
        var standing = Rig.Queue("q").StandAsync(new("w", max, null, TaskLimits.ClaimBytes) { Near = this }, number ?? Guid.NewGuid(), TaskLimits.LongestWait);
        await InLineAsync();
        return standing;
    }

    private Task InLineAsync() => Eventually.IsAsync(() => Task.FromResult(Rig.Get<TaskLines>().Has("q")));
}
