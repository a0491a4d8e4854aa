using Switchyard.Work;
using Switchyard.Work.Audit;

namespace Switchyard.Tasks.Lane;

public abstract partial class LaneStoreConformance
{
    [Fact]
    public async Task A_task_is_cancelled_wherever_it_waits_or_runs()
    {
        await SubmitAsync(New(1), New(2), New(3, task => task with { NotBefore = Now.AddHours(1) }), New(4));
        var lease = await ClaimedAsync(2, 4);
        await CompleteAsync(4, lease);
        foreach (var (id, before) in new[] { (1L, WorkStatus.Queued), (2, WorkStatus.Running), (3, WorkStatus.Queued) })
        {
            var acted = await Store.CancelAsync(id, "not needed", Now, cancellationToken: Cancellation);
            Assert.Equal((ActOutcome.Accepted, before, Queue.Number), (acted.Outcome, acted.Before!.View.Status, acted.Before.QueueNumber));
            Assert.Null(acted.Before.View.Payload);
            var task = await FoundAsync(id);
            Assert.Equal((WorkStatus.Cancelled, "not needed", Now), (task.Status, task.Error, task.FinishedAt));
        }

        Assert.Equal(ActOutcome.Conflict, (await Store.CancelAsync(1, "again", Now, cancellationToken: Cancellation)).Outcome);
        Assert.Equal(ActOutcome.Conflict, (await Store.CancelAsync(4, "late", Now, cancellationToken: Cancellation)).Outcome);
        Assert.Equal(new(ActOutcome.Unknown, null), await Store.CancelAsync(9, "what", Now, cancellationToken: Cancellation));
        Assert.Equal("completed 1, cancelled 3", await CountsAsync());
        Assert.Equal(
            [new(lease, "ann", Now, Now, AttemptOutcome.Cancelled, "not needed")], await Store.ReadAttemptsAsync(2, Cancellation));
        Assert.Equal(1, (await FoundAsync(2)).Attempt);
        Assert.Empty(await OutAsync());
    }

    [Fact]
    public async Task An_ended_task_waits_again_with_a_new_budget()
    {
        await SubmitAsync(New(1, task => task with { MaxAttempts = 1, Deadline = Now.AddSeconds(30) }), New(2, task => task with { Deadline = Now.AddHours(1) }));
        Assert.Equal(ActOutcome.Conflict, (await Store.RetryAsync(1, Now, cancellationToken: Cancellation)).Outcome);
        var first = await ClaimedAsync(1, 2);
        Assert.Equal(ActOutcome.Conflict, (await Store.RetryAsync(1, Now, cancellationToken: Cancellation)).Outcome);
        await FailAsync(1, first);
        await CompleteAsync(2, first, "1");
        Time.Advance(TimeSpan.FromSeconds(31));

        var acted = await Store.RetryAsync(1, Now, cancellationToken: Cancellation);
        Assert.Equal((ActOutcome.Accepted, WorkStatus.Failed, "broken"), (acted.Outcome, acted.Before!.View.Status, acted.Before.View.Error));
        await Store.RetryAsync(2, Now, cancellationToken: Cancellation);
        Assert.Equal([1, 2], await ReadyAsync());
        var task = await FoundAsync(1);
        Assert.Equal((WorkStatus.Queued, 1, null, null, first), (task.Status, task.Attempt, task.Error, task.FinishedAt, task.LeaseNumber));
        Assert.Equal((null, Now.AddSeconds(3569)), (task.Deadline, (await FoundAsync(2)).Deadline));
        Assert.Null((await FoundAsync(2)).Result);
        Assert.Empty(await SweepAsync());

        var second = await ClaimedAsync(1, 2);
        Assert.Equal(TaskOutcome.Stale, (await RenewAsync(2, first)).Outcome);
        Assert.Equal(TaskOutcome.Ok, (await CompleteAsync(2, first, "2")).Outcome);
        Assert.Equal((WorkStatus.Running, second, 2), ((await FoundAsync(2)).Status, (await FoundAsync(2)).LeaseNumber, (await FoundAsync(2)).Attempt));
        Assert.Equal(WorkStatus.Failed, (await FailAsync(1, second)).Status);
        Assert.Equal(2, (await FoundAsync(1)).Attempt);
        Assert.Equal(ActOutcome.Unknown, (await Store.RetryAsync(9, Now, cancellationToken: Cancellation)).Outcome);
        Assert.Equal("running 1, failed 1", await CountsAsync());
    }

    [Fact]
    public async Task A_task_whose_unique_key_is_taken_does_not_wait_again()
    {
        NewTask Keyed(NewTask task) => task with { UniqueKey = "k" };
        await SubmitAsync(New(1, Keyed));
        await Store.CancelAsync(1, "no", Now, cancellationToken: Cancellation);
        await SubmitAsync(New(2, Keyed));
        Assert.Equal(ActOutcome.Conflict, (await Store.RetryAsync(1, Now, cancellationToken: Cancellation)).Outcome);
        await Store.CancelAsync(2, "no", Now, cancellationToken: Cancellation);
        Assert.Equal(ActOutcome.Accepted, (await Store.RetryAsync(1, Now, cancellationToken: Cancellation)).Outcome);
        Assert.Equal([new(1, true)], await Store.SubmitAsync([New(3, Keyed)], Cancellation));
    }

    [Fact]
    public async Task A_removed_task_leaves_nothing()
    {
        await SubmitAsync(New(1, task => task with { UniqueKey = "k", UniqueUntil = Now.AddDays(1) }));
        Assert.Equal(ActOutcome.Conflict, (await Store.DeleteAsync(1, cancellationToken: Cancellation)).Outcome);
        var lease = await ClaimedAsync(1);
        await Store.RenewAsync([new(1, lease, 0.5, "log")], null, Now, Cancellation);
        Assert.Equal(ActOutcome.Conflict, (await Store.DeleteAsync(1, cancellationToken: Cancellation)).Outcome);
        await FailAsync(1, lease, retry: false);

        Assert.Equal(ActOutcome.Accepted, (await Store.DeleteAsync(1, cancellationToken: Cancellation)).Outcome);
        Assert.Null(await Store.FindAsync(1, Cancellation));
        Assert.Empty(await Store.ReadAttemptsAsync(1, Cancellation));
        Assert.Equal(ActOutcome.Unknown, (await Store.DeleteAsync(1, cancellationToken: Cancellation)).Outcome);
        Assert.Equal(TaskOutcome.Unknown, (await CompleteAsync(1, lease)).Outcome);
        Assert.Equal("", await CountsAsync());
        await SubmitAsync(New(1, task => task with { UniqueKey = "k" }));
        Assert.Null((await FoundAsync(1)).Log);
    }

    [Fact]
    public async Task A_waiting_task_goes_to_another_queue()
    {
        NewTask Keyed(NewTask task) => task with { UniqueKey = "k" };
        var other = await Store.OpenQueueAsync("other", Cancellation);
        await SubmitAsync(New(1, Keyed), New(2), New(3, Keyed, other.Number), New(4));
        var lease = await ClaimedAsync(2);
        await Store.CancelAsync(4, "no", Now, cancellationToken: Cancellation);
        Assert.Equal(ActOutcome.Conflict, (await Store.MoveAsync(1, other.Number, cancellationToken: Cancellation)).Outcome);
        Assert.Equal(ActOutcome.Conflict, (await Store.MoveAsync(2, other.Number, cancellationToken: Cancellation)).Outcome);
        Assert.Equal(ActOutcome.Conflict, (await Store.MoveAsync(4, other.Number, cancellationToken: Cancellation)).Outcome);
        Assert.Equal(ActOutcome.Unknown, (await Store.MoveAsync(9, other.Number, cancellationToken: Cancellation)).Outcome);

        await Store.CancelAsync(3, "no", Now, cancellationToken: Cancellation);
        var acted = await Store.MoveAsync(1, other.Number, cancellationToken: Cancellation);
        Assert.Equal((ActOutcome.Accepted, "mail"), (acted.Outcome, acted.Before!.View.Queue));
        Assert.Equal("other", (await FoundAsync(1)).Queue);
        Assert.Equal([1], await ReadyAsync(other.Number));
        Assert.Empty(await ReadyAsync());
        Assert.Equal(("running 1, cancelled 1", "queued 1, cancelled 1"), (await CountsAsync(), await CountsAsync(other.Number)));
        Assert.Equal(
            [new(5, false), new(1, true)], await Store.SubmitAsync([New(5, Keyed), New(6, Keyed, other.Number)], Cancellation));
        await CompleteAsync(2, lease);
    }

    [Fact]
    public async Task Acts_are_written_down_with_what_they_change()
    {
        var other = await Store.OpenQueueAsync("other", Cancellation);
        await SubmitAsync(1, 2);
        await FailAsync(2, await ClaimedAsync(2), retry: false);
        AuditEntry Act(string act) => new() { At = Now, Who = "ann", Act = act, Reason = "because" };
        await Store.CancelAsync(1, "because", Now, Act("cancel"), Cancellation);
        await Store.CancelAsync(1, "because", Now, Act("cancel"), Cancellation);
        await Store.RetryAsync(2, Now, Act("retry"), Cancellation);
        await Store.MoveAsync(2, other.Number, Act("move"), Cancellation);
        await Store.DeleteAsync(1, Act("delete"), Cancellation);
        await Store.CancelAsync(9, "because", Now, Act("cancel"), Cancellation);

        await using var connection = await ConnectAsync();
        var record = await AuditTable.ReadAsync(connection, new AuditFilter(), null, 100);
        Assert.Equal(
            [
                ("delete", 1, "mail", "cancelled: because"),
                ("move", 2, "mail", "queued"),
                ("retry", 2, "mail", "failed: broken"),
                ("cancel", 1, "mail", "queued"),
            ],
            record.Select(entry => (entry.Act, entry.Item!.Value, entry.Queue, entry.Before)));
        Assert.All(record, entry => Assert.Equal(("ann", "because"), (entry.Who, entry.Reason)));
    }
}
