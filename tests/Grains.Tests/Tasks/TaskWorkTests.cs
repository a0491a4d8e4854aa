using Switchyard.Nodes;
using Switchyard.Work;

namespace Switchyard.Tasks;

/// <summary>Tasks among the work of every kind.</summary>
public sealed class TaskWorkTests : IAsyncLifetime
{
    private TasksRig _rig = null!;

    private IWorkQueriesGrain Queries => _rig.Grains.GetGrain<IWorkQueriesGrain>(0);

    public async ValueTask InitializeAsync() => _rig = await TasksRig.StartAsync();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task Tasks_are_listed_and_found_with_their_attempts_and_log()
    {
        var ids = await _rig.SubmitAsync(TasksRig.New("q"), TasksRig.New("r"), TasksRig.New("q"));
        var claimed = await _rig.ClaimOneAsync("q");
        await _rig.Lane.RenewAsync([new(claimed.Id, claimed.LeaseNumber, 0.5, "half")], null);
        await _rig.FailAsync(claimed, retry: false);

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
        await _rig.SubmitAsync(TasksRig.New("q"), TasksRig.New("q"), TasksRig.New("q"));
        await _rig.ClaimOneAsync("q");
        await Eventually.IsAsync(async () => await _rig.Grains.GetGrain<IQueueGrain>("q").GetStatusAsync() is { Queued: 2, Running: 1, OldestQueuedAt: not null });
    }

    [Fact]
    public async Task A_task_is_retried_and_removed_as_work_of_any_kind()
    {
        var id = Assert.Single(await _rig.SubmitAsync(TasksRig.New("q")));
        Assert.Equal(ActOutcome.Conflict, await _rig.Grains.GetWorkItem("task", id).ResetAsync());
        Assert.Equal(ActOutcome.Accepted, await _rig.Grains.GetWorkItem("task", id).CancelAsync("no"));
        Assert.Equal(ActOutcome.Accepted, await _rig.Grains.GetGrain<IWorkRemovalGrain>(0).RemoveAsync("task", id));
        Assert.Null(await Queries.FindAsync(id));
    }
}
