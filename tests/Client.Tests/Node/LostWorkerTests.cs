using Switchyard.Client.Tasks;

namespace Switchyard.Client.Node;

public sealed class LostWorkerTests(RealNode node) : IClassFixture<RealNode>
{
    private readonly string _queue = RealNode.NewQueue();
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    private TasksClient Tasks => node.Client.Tasks;

    [Fact]
    public async Task What_a_killed_worker_had_is_done_by_another()
    {
        await using var first = new WorkerProcess(node.Address, _queue, concurrency: 4, lease: 2);
        var submitted = await Tasks.SubmitManyAsync([.. Enumerable.Repeat(NewTask.Of(_queue, 500.0), 12)], cancellationToken: _cancellation);
        for (var begun = 0; begun < 6; begun++)
        {
            await first.BeginsAsync(_cancellation);
        }

        await first.KillAsync();
        await using var second = new WorkerProcess(node.Address, _queue, concurrency: 4, lease: 2);

        var done = new List<TaskInfo>();
        foreach (var task in submitted)
        {
            done.Add((await Tasks.WaitAsync(task.Id!.Value, _cancellation))!);
        }

        Assert.All(done, task => Assert.Equal(TaskState.Completed, task.Status));
        Assert.All(done.Where(task => task.Attempt > 1), task => Assert.Equal(second.Name, task.ReadResult<string>()));
        // Four it had begun, and at most as many had ended without a word having reached the node.
        Assert.InRange(done.Count(task => task.Attempt > 1), 1, 8);
        Assert.Equal(0, await second.TerminateAsync());
    }

    [Fact]
    public async Task A_worker_that_is_told_to_end_ends_with_what_it_has_done()
    {
        await using var worker = new WorkerProcess(node.Address, _queue, concurrency: 2, lease: 30);
        var submitted = await Tasks.SubmitManyAsync([.. Enumerable.Repeat(NewTask.Of(_queue, 1_000.0), 6)], cancellationToken: _cancellation);
        await worker.BeginsAsync(_cancellation);

        Assert.Equal(0, await worker.TerminateAsync());

        var states = new List<TaskState>();
        foreach (var task in submitted)
        {
            states.Add((await Tasks.GetAsync(task.Id!.Value, cancellationToken: _cancellation))!.Status);
        }

        // Nothing is left under a lease of a worker that has gone.
        Assert.DoesNotContain(TaskState.Running, states);
        Assert.Contains(TaskState.Completed, states);
    }
}
