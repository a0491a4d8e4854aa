using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Switchyard.Client.Tasks;
using Switchyard.Client.Workers;

namespace Switchyard.Client.Node;

public sealed class WorkerTests(RealNode node) : IClassFixture<RealNode>
{
    private readonly string _queue = RealNode.NewQueue();
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    private TasksClient Tasks => node.Client.Tasks;

    [Fact]
    public async Task A_handler_gets_the_payload_and_its_result_comes_home()
    {
        using var host = await node.HostAsync(services => services.AddSwitchyardWorker<Letter, Receipt>(
            _queue, (task, _) => Task.FromResult(new Receipt(task.Payload.To, task.Payload.Pages)), RealNode.With()));

        var done = await DoneAsync(NewTask.Of(_queue, new Letter("Ada", 3)));

        Assert.Equal((TaskState.Completed, 1), (done.Status, done.Attempt));
        Assert.Equal(new Receipt("Ada", 3), done.ReadResult<Receipt>());
        await host.StopAsync(_cancellation);
    }

    [Fact]
    public async Task A_handler_may_be_a_service_of_its_own_scope()
    {
        using var host = await node.HostAsync(services =>
        {
            services.AddScoped<Desk>();
            services.AddSwitchyardHandler<Letter, Receipt, Clerk>(_queue, RealNode.With());
        });

        var receipts = await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ => (await DoneAsync(NewTask.Of(_queue, new Letter("Ada", 3)))).ReadResult<Receipt>()));

        Assert.Equal(3, receipts.Select(receipt => receipt!.From).Distinct().Count());
        await host.StopAsync(_cancellation);
    }

    [Fact]
    public async Task Many_are_done_once_each_by_few_requests_and_no_more_at_once_than_set()
    {
        const int Count = 3_000;
        var (runs, most, at) = (0, 0, 0);
        using var counted = new CountedRequests();
        using var host = await node.HostAsync(
            services => services.AddSwitchyardWorker<int>(
                _queue,
                async (_, _) =>
                {
                    Interlocked.Increment(ref runs);
                    InterlockedMax(ref most, Interlocked.Increment(ref at));
                    await Task.Yield();
                    Interlocked.Decrement(ref at);
                },
                options =>
                {
                    RealNode.With(concurrency: 50)(options);
                    options.Prefetch = 450;
                }),
            counted);
        var submitted = await Tasks.SubmitManyAsync([.. Enumerable.Range(0, Count).Select(number => NewTask.Of(_queue, number))], cancellationToken: _cancellation);

        foreach (var task in submitted)
        {
            var done = await Tasks.WaitAsync(task.Id!.Value, _cancellation);
            Assert.Equal((TaskState.Completed, 1), (done!.Status, done.Attempt));
        }

        Assert.Equal(Count, runs);
        Assert.InRange(most, 1, 50);
        Assert.InRange(counted.Of("/api/v1/tasks/complete"), 1, Count / 10);
        Assert.InRange(counted.Of("/api/v1/tasks/claim"), 1, Count / 10);
        await host.StopAsync(_cancellation);
    }

    [Fact]
    public async Task A_failure_is_tried_again_and_one_for_good_is_not()
    {
        using var host = await node.HostAsync(services => services.AddSwitchyardWorker<string>(
            _queue,
            (task, _) => task.Payload switch
            {
                "never" => throw new TaskFailedException("It cannot be.", retry: false),
                "second" when task.Attempt == 1 => throw new TaskFailedException("Not yet.", retryAfter: TimeSpan.Zero),
                _ => Task.CompletedTask,
            },
            RealNode.With()));

        var never = await DoneAsync(NewTask.Of(_queue, "never"));
        Assert.Equal((TaskState.Failed, 1, "It cannot be."), (never.Status, never.Attempt, never.Error));
        var second = await DoneAsync(NewTask.Of(_queue, "second"));
        Assert.Equal((TaskState.Completed, 2), (second.Status, second.Attempt));
        var other = await DoneAsync(NewTask.Of(_queue, 17));
        Assert.Equal((TaskState.Failed, 1), (other.Status, other.Attempt));
        Assert.StartsWith("The payload is no String", other.Error, StringComparison.Ordinal);
        await host.StopAsync(_cancellation);
    }

    [Fact]
    public async Task A_lease_is_renewed_as_long_as_the_handler_runs_and_what_it_says_is_told()
    {
        var (reported, goesOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        using var host = await node.HostAsync(services => services.AddSwitchyardWorker<int>(
            _queue,
            async (task, cancellationToken) =>
            {
                task.Report(0.25);
                task.Log("a quarter");
                reported.TrySetResult();
                await goesOn.Task.WaitAsync(cancellationToken);
                task.Log("the last words");
            },
            RealNode.With(lease: 2)));
        var id = (await Tasks.SubmitAsync(NewTask.Of(_queue, 1), cancellationToken: _cancellation)).Id!.Value;
        await reported.Task.WaitAsync(_cancellation);

        // Three times the lease.
        await Task.Delay(TimeSpan.FromSeconds(6), TimeProvider.System, _cancellation);
        var running = await Tasks.GetAsync(id, cancellationToken: _cancellation);
        Assert.Equal((TaskState.Running, 1, 0.25), (running!.Status, running.Attempt, running.Progress));

        goesOn.SetResult();
        var done = await Tasks.WaitAsync(id, _cancellation);
        Assert.Equal((TaskState.Completed, 1), (done!.Status, done.Attempt));
        var work = await node.Process.Http.GetStringAsync($"/api/v1/work/{id}", _cancellation);
        Assert.Equal("a quarter\nthe last words", ((string?)JsonNode.Parse(work)!["log"])?.Trim());
        await host.StopAsync(_cancellation);
    }

    [Fact]
    public async Task A_cancel_reaches_the_handlers_token()
    {
        var began = new TaskCompletionSource();
        var ended = new TaskCompletionSource();
        using var host = await node.HostAsync(services => services.AddSwitchyardWorker<int>(
            _queue,
            async (_, cancellationToken) =>
            {
                began.TrySetResult();
                try
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
                }
                finally
                {
                    ended.TrySetResult();
                }
            },
            RealNode.With(lease: 2)));
        var id = (await Tasks.SubmitAsync(NewTask.Of(_queue, 1), cancellationToken: _cancellation)).Id!.Value;
        await began.Task.WaitAsync(_cancellation);

        Assert.Equal(ActOutcome.Done, await Tasks.CancelAsync(id, _cancellation));

        await ended.Task.WaitAsync(TimeSpan.FromSeconds(30), _cancellation);
        Assert.Equal(TaskState.Cancelled, (await Tasks.GetAsync(id, cancellationToken: _cancellation))!.Status);
        await host.StopAsync(_cancellation);
    }

    [Fact]
    public async Task A_stop_waits_for_what_ends_in_time_and_gives_back_the_rest()
    {
        var running = new CountdownEvent(2);
        var stopping = new TaskCompletionSource();
        using var host = await node.HostAsync(services => services.AddSwitchyardWorker<string>(
            _queue,
            async (task, cancellationToken) =>
            {
                running.Signal();
                if (task.Payload == "ends")
                {
                    await using var told = task.Stopping.Register(stopping.SetResult);
                    await stopping.Task.WaitAsync(cancellationToken);
                }
                else
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
                }
            },
            options =>
            {
                RealNode.With(concurrency: 2, lease: 60, grace: 1)(options);
                options.Prefetch = 1;
            }));
        var ends = (await Tasks.SubmitAsync(NewTask.Of(_queue, "ends"), cancellationToken: _cancellation)).Id!.Value;
        var hangs = (await Tasks.SubmitAsync(NewTask.Of(_queue, "hangs"), cancellationToken: _cancellation)).Id!.Value;
        await Task.Run(() => running.Wait(_cancellation), _cancellation);
        var waits = (await Tasks.SubmitAsync(NewTask.Of(_queue, "waits"), cancellationToken: _cancellation)).Id!.Value;
        await Eventually(async () => (await Tasks.GetAsync(waits, cancellationToken: _cancellation))!.Status == TaskState.Running);

        await host.StopAsync(_cancellation);

        Assert.Equal(TaskState.Completed, (await Tasks.GetAsync(ends, cancellationToken: _cancellation))!.Status);
        foreach (var id in new[] { hangs, waits })
        {
            // At once, long before its lease runs out.
            var given = Assert.Single((await Tasks.ClaimAsync(new("other", [_queue]), TasksClient.LongestWait, _cancellation)).Items);
            Assert.Contains(given.Id, new[] { hangs, waits });
            Assert.Equal(2, given.Attempt);
        }
    }

    [Fact]
    public async Task Lost_answers_cost_no_task_and_no_result()
    {
        using var lost = new LostAnswers(each: 5, "/api/v1/tasks/renew", "/api/v1/tasks/complete", "/api/v1/tasks/fail");
        var runs = new ConcurrentDictionary<int, int>();
        using var host = await node.HostAsync(
            services => services.AddSwitchyardWorker<int, int>(
                _queue,
                async (task, _) =>
                {
                    runs.AddOrUpdate(task.Payload, 1, (_, count) => count + 1);
                    task.Report(0.5);
                    await Task.Yield();
                    return task.Payload % 10 == 0 && task.Attempt == 1 ? throw new TaskFailedException("Again.", retryAfter: TimeSpan.Zero) : task.Payload * 2;
                },
                RealNode.With(concurrency: 8, lease: 20)),
            lost);
        var submitted = await Tasks.SubmitManyAsync([.. Enumerable.Range(0, 200).Select(number => NewTask.Of(_queue, number))], cancellationToken: _cancellation);

        foreach (var (number, task) in submitted.Index())
        {
            var done = await Tasks.WaitAsync(task.Id!.Value, _cancellation);
            Assert.Equal((TaskState.Completed, number * 2), (done!.Status, done.ReadResult<int>()));
        }

        Assert.InRange(lost.Lost, 6, 15);
        Assert.All(runs, run => Assert.Equal(run.Key % 10 == 0 ? 2 : 1, run.Value));
        await host.StopAsync(_cancellation);
    }

    [Fact]
    public async Task A_result_that_is_too_large_ends_its_task_alone()
    {
        using var host = await node.HostAsync(services => services.AddSwitchyardWorker<int, string>(
            _queue, (task, _) => Task.FromResult(new string('x', task.Payload)), RealNode.With()));
        var submitted = await Tasks.SubmitManyAsync(
            [NewTask.Of(_queue, 10), NewTask.Of(_queue, 2 * 1024 * 1024), NewTask.Of(_queue, 20)], cancellationToken: _cancellation);

        var done = new List<TaskInfo>();
        foreach (var task in submitted)
        {
            done.Add((await Tasks.WaitAsync(task.Id!.Value, _cancellation))!);
        }

        Assert.Equal([TaskState.Completed, TaskState.Failed, TaskState.Completed], done.Select(task => task.Status));
        Assert.StartsWith("The result was refused", done[1].Error, StringComparison.Ordinal);
        await host.StopAsync(_cancellation);
    }

    private async Task<TaskInfo> DoneAsync(NewTask task) =>
        (await Tasks.WaitAsync((await Tasks.SubmitAsync(task, cancellationToken: _cancellation)).Id!.Value, _cancellation))!;

    private async Task Eventually(Func<Task<bool>> isSo)
    {
        while (!await isSo())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, _cancellation);
        }
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }

    private sealed class Desk
    {
        public string Number { get; } = Guid.NewGuid().ToString();
    }

    private sealed class Clerk(Desk desk) : ITaskHandler<Letter, Receipt>
    {
        public Task<Receipt> HandleAsync(TaskContext<Letter> task, CancellationToken cancellationToken) =>
            Task.FromResult(new Receipt(desk.Number, task.Payload.Pages));
    }
}
