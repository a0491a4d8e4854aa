using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Switchyard.Client.Http;
using Switchyard.Client.Tasks;

namespace Switchyard.Client.Workers;

public sealed class SettleQueueTests
{
    private readonly List<IReadOnlyList<int>> _requests = [];
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_waits_while_a_request_is_under_way_goes_with_the_next()
    {
        var (began, goesOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var queue = Queue(async _ =>
        {
            began.TrySetResult();
            await goesOn.Task;
        });
        var runs = queue.RunAsync(_cancellation);
        var first = Settle(queue, 1);
        await began.Task.WaitAsync(_cancellation);
        var others = Enumerable.Range(2, 2_500).Select(item => Settle(queue, item)).ToList();

        goesOn.SetResult();
        queue.Close();
        await runs;

        Assert.All(await Task.WhenAll([first, .. others]), settled => Assert.Equal(LeaseOutcome.Ok, settled.Outcome));
        Assert.Equal([1, 1_000, 1_000, 500], _requests.Select(request => request.Count));
        Assert.Equal(Enumerable.Range(1, 2_501), _requests.SelectMany(request => request));
    }

    [Fact]
    public async Task A_request_has_no_more_than_sixteen_megabytes()
    {
        var queue = Queue(_ => Task.CompletedTask);
        var all = Enumerable.Range(0, 5).Select(item => queue.SettleAsync(item, "q", 7 * 1024 * 1024, default)).ToList();
        queue.Close();
        await queue.RunAsync(_cancellation);

        await Task.WhenAll(all);
        Assert.Equal([2, 2, 1], _requests.Select(request => request.Count));
    }

    [Fact]
    public async Task A_failure_of_the_node_is_outlasted()
    {
        var tries = 0;
        var queue = Queue(_ => ++tries < 4 ? throw new HttpRequestException("gone") : Task.CompletedTask);
        var settled = Settle(queue, 1);
        queue.Close();
        await queue.RunAsync(_cancellation);

        Assert.Equal(LeaseOutcome.Ok, (await settled).Outcome);
        Assert.Equal(4, tries);
    }

    [Fact]
    public async Task The_one_that_is_refused_does_not_cost_the_others()
    {
        var refusal = new SwitchyardException(HttpStatusCode.RequestEntityTooLarge, new Problem(null, Detail: "too large"));
        var queue = Queue(items => items.Contains(13) ? throw refusal : Task.CompletedTask);
        var all = Enumerable.Range(0, 40).Select(item => Settle(queue, item)).ToList();
        queue.Close();
        await queue.RunAsync(_cancellation);

        var settled = await Task.WhenAll(all);
        Assert.Same(refusal, settled[13].Refused);
        Assert.All(settled.Where((_, item) => item != 13), one => Assert.Equal(LeaseOutcome.Ok, one.Outcome));
    }

    [Fact]
    public async Task Rights_that_are_missing_may_yet_come()
    {
        var tries = 0;
        var queue = Queue(_ => ++tries < 3 ? throw new SwitchyardException(HttpStatusCode.Unauthorized, new Problem(null)) : Task.CompletedTask);
        var settled = Settle(queue, 1);
        queue.Close();
        await queue.RunAsync(_cancellation);

        Assert.Equal(LeaseOutcome.Ok, (await settled).Outcome);
    }

    [Fact]
    public async Task When_it_gives_up_nobody_waits_for_ever()
    {
        using var givesUp = new CancellationTokenSource();
        var failed = new TaskCompletionSource();
        var queue = Queue(_ =>
        {
            failed.TrySetResult();
            throw new HttpRequestException("gone");
        });
        var runs = queue.RunAsync(givesUp.Token);
        var settled = Settle(queue, 1);
        await failed.Task.WaitAsync(_cancellation);
        queue.Close();

        await givesUp.CancelAsync();

        Assert.Equal(new Settled(null), await settled.WaitAsync(_cancellation));
        await runs;
        Assert.Equal(new Settled(null), await Settle(queue, 2));
    }

    private static Task<Settled> Settle(SettleQueue<int> queue, int item) => queue.SettleAsync(item, "q", 10, default);

    private SettleQueue<int> Queue(Func<IReadOnlyList<int>, Task> send) => new(
        "complete",
        async (items, _) =>
        {
            await send(items);
            _requests.Add(items);
            return [.. items.Select(_ => LeaseOutcome.Ok)];
        },
        TimeSpan.FromMilliseconds(20),
        TimeProvider.System,
        NullLogger.Instance);
}
