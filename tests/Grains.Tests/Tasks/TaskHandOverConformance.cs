using Switchyard.Nodes;
using Switchyard.Tasks.Lane;
using Switchyard.Work;

namespace Switchyard.Tasks;

/// <summary>New tasks for claims that stand in line: stored and leased by one commit.</summary>
public abstract partial class TaskHandOverConformance : IAsyncLifetime
{
    private TasksRig _rig = null!;

    public async ValueTask InitializeAsync()
    {
        _rig = await TasksRig.StartAsync(await MakeDatabaseAsync());

        // The queue is, and its grain knows all of it.
        await _rig.SubmitAsync(TasksRig.New("q"));
        Assert.Equal(TaskOutcome.Ok, await _rig.CompleteAsync(await _rig.ClaimOneAsync("q")));
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _rig.DisposeAsync();
    }

    /// <summary>The connection string of an empty PostgreSQL database; null: SQLite.</summary>
    protected abstract Task<string?> MakeDatabaseAsync();

    [Fact]
    public async Task A_new_task_is_leased_by_the_commit_that_stores_it()
    {
        var claims = _rig.Faults.Calls(nameof(ILaneStore.ClaimAsync));
        var standing = await StandAsync();

        var id = Assert.Single(await _rig.SubmitAsync(TasksRig.New("q")));

        var task = Assert.Single((await standing).Tasks);
        Assert.Equal((id, 1, claims), (task.Id, task.Attempt, _rig.Faults.Calls(nameof(ILaneStore.ClaimAsync))));
        Assert.Equal(WorkStatus.Running, (await _rig.ViewAsync(id)).Status);
        Assert.Empty(await _rig.ClaimLastAsync("q"));
        Assert.Equal(TaskOutcome.Ok, await _rig.CompleteAsync(task));
        Assert.Equal(TaskOutcome.Stale, await _rig.CompleteAsync(task with { LeaseNumber = task.LeaseNumber - 1 }));
    }

    [Fact]
    public async Task Of_a_batch_the_claim_gets_what_is_next_and_the_rest_waits()
    {
        var standing = await StandAsync(max: 2);

        var ids = await _rig.SubmitAsync(TasksRig.New("q"), TasksRig.New("q", priority: 5), TasksRig.New("q", "other"), TasksRig.New("q") with { NotBefore = _rig.Clock.GetUtcNow().AddDays(1) });

        Assert.Equal([ids[1], ids[0]], (await standing).Tasks.Select(task => task.Id));
        Assert.Equal(ids[2], (await _rig.AwaitOneAsync("q")).Id);
        Assert.Empty(await _rig.ClaimLastAsync("q"));
    }

    [Fact]
    public async Task No_more_are_handed_over_than_the_limits_allow()
    {
        await _rig.Queue("q").SetPolicyAsync(new() { Concurrency = 3, GroupConcurrency = 2 });
        var standing = await StandAsync();
        var ids = await _rig.SubmitAsync(TasksRig.New("q", "a"), TasksRig.New("q", "a"), TasksRig.New("q", "a"), TasksRig.New("q", "b"), TasksRig.New("q", "b"));
        var first = (await standing).Tasks;
        Assert.Equal([ids[0], ids[3], ids[1]], first.Select(task => task.Id));

        var full = await StandAsync();
        await _rig.SubmitAsync(TasksRig.New("q", "c"));
        Assert.False(full.IsCompleted);
        Assert.Equal(1, _rig.Faults.Calls(nameof(ILaneStore.SubmitClaimedAsync)));
        Assert.Equal(TaskOutcome.Ok, await _rig.CompleteAsync(first[0]));
        Assert.Empty((await full).Tasks);
        Assert.Single(await _rig.ClaimAsync("q"));
    }

    [Fact]
    public async Task What_is_handed_over_counts_for_the_rate_and_what_was_not_stored_does_not()
    {
        await _rig.Queue("q").SetPolicyAsync(new() { Rate = new(1, TimeSpan.FromMinutes(1)) });
        var standing = await StandAsync();
        _rig.Faults.Refuse(nameof(ILaneStore.SubmitClaimedAsync));
        await Assert.ThrowsAnyAsync<Exception>(() => _rig.SubmitAsync(TasksRig.New("q")));
        await InLineAsync();

        var ids = await _rig.SubmitAsync(TasksRig.New("q"), TasksRig.New("q"));

        Assert.Equal(ids[0], Assert.Single((await standing).Tasks).Id);
        Assert.Empty(await _rig.ClaimLastAsync("q"));
        _rig.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(ids[1], (await _rig.AwaitOneAsync("q")).Id);
    }

    [Fact]
    public async Task Nothing_is_handed_over_by_a_queue_that_is_paused()
    {
        var queue = _rig.Grains.GetGrain<IQueueGrain>("q");
        await queue.PauseAsync("me", "lunch");
        var standing = await StandAsync();
        await _rig.SubmitAsync(TasksRig.New("q"));
        Assert.False(standing.IsCompleted);

        await queue.ResumeAsync("me");

        Assert.Empty((await standing).Tasks);
        Assert.Single(await _rig.ClaimAsync("q"));
        Assert.Equal(0, _rig.Faults.Calls(nameof(ILaneStore.SubmitClaimedAsync)));
    }

    [Fact]
    public async Task Nothing_is_handed_over_to_one_elsewhere_who_may_be_lost()
    {
        var told = _rig.Queue("q").StandAsync(new("w", 1, null, TaskLimits.ClaimBytes), Guid.NewGuid(), TaskLimits.LongestWait);
        var standing = await StandAsync();

        var id = Assert.Single(await _rig.SubmitAsync(TasksRig.New("q")));

        Assert.Empty((await told).Tasks);
        Assert.Equal(id, (await _rig.AwaitOneAsync("q")).Id);
        Assert.False(standing.IsCompleted);
    }

    [Fact]
    public async Task Who_left_the_line_is_answered_and_gets_nothing()
    {
        var number = Guid.NewGuid();
        var standing = await StandAsync(number: number);
        await _rig.Queue("q").LeaveAsync(number);
        Assert.Empty((await standing).Tasks);

        await _rig.SubmitAsync(TasksRig.New("q"));

        Assert.Equal(1, (await _rig.AwaitOneAsync("q")).Attempt);
    }

    [Fact]
    public async Task A_duplicate_is_handed_to_nobody()
    {
        var first = Assert.Single(await _rig.SubmitAsync(TasksRig.New("q") with { UniqueKey = "u" }));
        await _rig.ClaimOneAsync("q");
        var standing = await StandAsync();

        var answers = await _rig.Lane.SubmitAsync([TasksRig.New("q") with { UniqueKey = "u" }]);
        Assert.Equal((first, true), (Assert.Single(answers).Id, answers[0].Existing));
        await InLineAsync();
        Assert.False(standing.IsCompleted);

        var id = Assert.Single(await _rig.SubmitAsync(TasksRig.New("q") with { UniqueKey = "other" }));
        Assert.Equal(id, Assert.Single((await standing).Tasks).Id);
    }

    [Fact]
    public async Task A_duplicate_takes_no_place_of_its_group()
    {
        await _rig.Queue("q").SetPolicyAsync(new() { GroupConcurrency = 1 });
        await _rig.SubmitAsync(TasksRig.New("q", "busy") with { UniqueKey = "u" });
        await _rig.AwaitOneAsync("q");
        var standing = await StandAsync();

        var answers = await _rig.Lane.SubmitAsync([TasksRig.New("q", "a") with { UniqueKey = "u" }, TasksRig.New("q", "a"), TasksRig.New("q", "b")]);

        Assert.Equal([true, false, false], answers.Select(answer => answer.Existing));
        Assert.Equal(answers[2].Id, Assert.Single((await standing).Tasks).Id);
        Assert.Equal(answers[1].Id, (await _rig.AwaitOneAsync("q")).Id);
    }

    [Fact]
    public async Task Whoever_waits_longest_is_first()
    {
        var told = _rig.Queue("q").WaitAsync(TaskLimits.LongestWait, TasksRig.Cancellation);
        var standing = await StandAsync();
        var first = Assert.Single(await _rig.SubmitAsync(TasksRig.New("q")));
        Assert.True(await told);
        Assert.Equal(first, (await _rig.AwaitOneAsync("q")).Id);

        var second = Assert.Single(await _rig.SubmitAsync(TasksRig.New("q")));

        Assert.Equal(second, Assert.Single((await standing).Tasks).Id);
    }

    [Fact]
    public async Task Each_of_several_in_line_gets_its_own()
    {
        var standing = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => StandAsync(max: 1)));

        var ids = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => _rig.SubmitAsync(TasksRig.New("q"))));

        var handed = (await Task.WhenAll(standing)).SelectMany(answer => answer.Tasks).Select(task => task.Id).ToList();
        Assert.Equal(ids.SelectMany(id => id).Order(), handed.Order());
    }

    /// <summary>A claim that stands in line.</summary>
    private async Task<Task<TaskClaimResult>> StandAsync(int max = 10, Guid? number = null)
    {
        var standing = _rig.Queue("q").StandAsync(new("w", max, null, TaskLimits.ClaimBytes) { Near = this }, number ?? Guid.NewGuid(), TaskLimits.LongestWait);
        await InLineAsync();
        return standing;
    }

    private Task InLineAsync() => Eventually.IsAsync(() => Task.FromResult(_rig.Get<TaskLines>().Has("q")));
}
