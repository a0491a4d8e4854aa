using System.Text.Json;
using Switchyard.Client.Tasks;

namespace Switchyard.Client.Node;

/// <summary>Claim, renew, complete and fail by hand.</summary>
public sealed class LeaseTests(RealNode node) : IClassFixture<RealNode>
{
    private readonly string _queue = RealNode.NewQueue();
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    private TasksClient Tasks => node.Client.Tasks;

    [Fact]
    public async Task A_result_comes_home_once_and_may_be_said_twice()
    {
        var task = await ClaimAsync(NewTask.Of(_queue, new Letter("Ada", 3)));
        Assert.Equal(new Letter("Ada", 3), task.Read(LetterJson.Default.Letter));
        Assert.Equal(1, task.Attempt);

        var completion = Completion.Of(task, new Receipt("Ada", 3), LetterJson.Default.Receipt);
        Assert.Equal([new(task.Id, LeaseOutcome.Ok)], await Tasks.CompleteAsync([completion], _cancellation));
        Assert.Equal([new(task.Id, LeaseOutcome.Ok)], await Tasks.CompleteAsync([completion], _cancellation));

        var done = await Tasks.GetAsync(task.Id, cancellationToken: _cancellation);
        Assert.Equal((TaskState.Completed, new Receipt("Ada", 3)), (done!.Status, done.ReadResult(LetterJson.Default.Receipt)));
    }

    [Fact]
    public async Task Outcomes_are_told_one_by_one()
    {
        var mine = await ClaimAsync(NewTask.Of(_queue, 1));
        var cancelled = await ClaimAsync(NewTask.Of(_queue, 2));
        Assert.Equal(ActOutcome.Done, await Tasks.CancelAsync(cancelled.Id, _cancellation));
        const long Nobody = 4_000_000_000_000;

        var renewed = await Tasks.RenewAsync(
            [new(mine.Id, mine.LeaseNumber, 0.5, "half"), new(cancelled.Id, cancelled.LeaseNumber), new(Nobody, 1), new(mine.Id, mine.LeaseNumber + 1_000)],
            cancellationToken: _cancellation);

        Assert.Equal([LeaseOutcome.Ok, LeaseOutcome.Cancelled, LeaseOutcome.Unknown, LeaseOutcome.Stale], renewed.Select(one => one.Outcome));
        Assert.True(renewed[0].LeaseExpiresAt >= mine.LeaseExpiresAt);
        Assert.Equal(0.5, (await Tasks.GetAsync(mine.Id, cancellationToken: _cancellation))!.Progress);
    }

    [Fact]
    public async Task A_failure_is_tried_again_or_not()
    {
        var task = await ClaimAsync(NewTask.Of(_queue, 1));
        var failed = Assert.Single(await Tasks.FailAsync([new(task.Id, task.LeaseNumber, "busy", RetryAfter: TimeSpan.Zero)], _cancellation));
        Assert.Equal((LeaseOutcome.Ok, TaskState.Queued), (failed.Outcome, failed.Status));

        var again = Assert.Single((await Tasks.ClaimAsync(new("hand", [_queue]), TasksClient.LongestWait, _cancellation)).Items);
        Assert.Equal((task.Id, 2), (again.Id, again.Attempt));
        failed = Assert.Single(await Tasks.FailAsync([new(again.Id, again.LeaseNumber, "never", Retry: false)], _cancellation));
        Assert.Equal((LeaseOutcome.Ok, TaskState.Failed), (failed.Outcome, failed.Status));

        var info = await Tasks.GetAsync(task.Id, cancellationToken: _cancellation);
        Assert.Equal((TaskState.Failed, "never"), (info!.Status, info.Error));
        Assert.Equal(ActOutcome.Done, await Tasks.RetryAsync(task.Id, _cancellation));
    }

    [Fact]
    public async Task An_empty_queue_and_an_unknown_one_are_empty_lists() =>
        Assert.Empty((await Tasks.ClaimAsync(new("hand", [_queue, "nobody-knows"], 10), cancellationToken: _cancellation)).Items);

    [Fact]
    public async Task A_claim_waits_for_what_comes()
    {
        var claim = Tasks.ClaimAsync(new("hand", [_queue]), TasksClient.LongestWait, _cancellation);
        var id = (await Tasks.SubmitAsync(NewTask.Of(_queue, 1), cancellationToken: _cancellation)).Id;

        Assert.Equal(id, Assert.Single((await claim).Items).Id);
    }

    [Fact]
    public async Task Digits_of_numbers_are_kept()
    {
        const string Exact = """{"n":1234567890.12345678901234567890,"e":1.0e-7}""";
        var task = await ClaimAsync(new(_queue, JsonDocument.Parse(Exact).RootElement));
        await Tasks.CompleteAsync([new(task.Id, task.LeaseNumber, task.Payload)], _cancellation);

        var done = await Tasks.GetAsync(task.Id, cancellationToken: _cancellation);
        Assert.Equal([Exact, Exact, Exact], [task.Payload.GetRawText(), done!.Payload!.Value.GetRawText(), done.Result!.Value.GetRawText()]);
    }

    private async Task<ClaimedTask> ClaimAsync(NewTask task)
    {
        var id = (await Tasks.SubmitAsync(task, cancellationToken: _cancellation)).Id;
        var claimed = Assert.Single((await Tasks.ClaimAsync(new("hand", [_queue]), TasksClient.LongestWait, _cancellation)).Items);
        Assert.Equal(id, claimed.Id);
        return claimed;
    }
}
