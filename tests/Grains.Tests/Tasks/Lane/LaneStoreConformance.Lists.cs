using Switchyard.Work;

namespace Switchyard.Tasks.Lane;

public abstract partial class LaneStoreConformance
{
    [Fact]
    public async Task A_list_has_what_meets_all_conditions()
    {
        var other = await Store.OpenQueueAsync("other", Cancellation);
        await SubmitAsync(
            New(1, task => task with { Name = "Alpha one", GroupKey = "g", Tags = ["red", "blue"], Owner = "o" }),
            New(2, task => task with { Name = "alpha two", Tags = ["red"] }),
            New(3, task => task with { Name = "beta 100%_", GroupKey = "g", NotBefore = Now.AddHours(1) }),
            New(4, task => task with { Name = "Alpha", Owner = "o" }, other.Number),
            New(5),
            New(6, task => task with { Tags = ["red", "a \"q\""] }));
        Time.Advance(TimeSpan.FromMinutes(1));
        await SubmitAsync(New(7, task => task with { Name = "gamma", GroupKey = "g" }), New(8));
        var lease = await ClaimedAsync(1, 5, 6, 8);
        await CompleteAsync(5, lease);
        await FailAsync(6, lease, retry: false);
        await FailAsync(8, lease);
        await Store.CancelAsync(2, "Because of ann", Now, cancellationToken: Cancellation);

        await AssertListAsync(new(), 8, 7, 6, 5, 4, 3, 2, 1);
        await AssertListAsync(new() { Descending = false, Limit = 3 }, 1, 2, 3);
        await AssertListAsync(new() { Descending = false, After = 3, Limit = 2 }, 4, 5);
        await AssertListAsync(new() { After = 5, Limit = 2 }, 4, 3);
        await AssertListAsync(new() { Queues = [other.Number] }, 4);
        await AssertListAsync(new() { Queues = [Queue.Number, other.Number], Statuses = [WorkStatus.Queued] }, 8, 7, 4, 3);
        await AssertListAsync(new() { Queues = [Queue.Number], Statuses = [WorkStatus.Running] }, 1);
        await AssertListAsync(new() { Statuses = [WorkStatus.Running, WorkStatus.Completed] }, 5, 1);
        await AssertListAsync(new() { Statuses = [WorkStatus.Failed, WorkStatus.Cancelled], Queues = [Queue.Number], Descending = false }, 2, 6);
        await AssertListAsync(new() { Statuses = [WorkStatus.TimedOut] });
        await AssertListAsync(new() { Statuses = [] });
        await AssertListAsync(new() { GroupKey = "g" }, 7, 3, 1);
        await AssertListAsync(new() { GroupKey = "", Queues = [Queue.Number] }, 8, 6, 5, 2);
        await AssertListAsync(new() { Tag = "red" }, 6, 2, 1);
        await AssertListAsync(new() { Tag = "a \"q\"" }, 6);
        await AssertListAsync(new() { Tag = "re" });
        await AssertListAsync(new() { NameContains = "ALPHA" }, 4, 2, 1);
        await AssertListAsync(new() { NameContains = "%_" }, 3);
        await AssertListAsync(new() { NameContains = "p_a" });
        await AssertListAsync(new() { NamePrefix = "Alpha" }, 4, 1);
        await AssertListAsync(new() { NamePrefix = "beta 100%" }, 3);
        await AssertListAsync(new() { ErrorContains = "BROKEN" }, 8, 6);
        await AssertListAsync(new() { ErrorContains = "ann", Statuses = [WorkStatus.Cancelled] }, 2);
        await AssertListAsync(new() { Owner = "o" }, 4, 1);
        await AssertListAsync(new() { Owner = "O" });
        await AssertListAsync(new() { Worker = "ann" }, 8, 6, 5, 1);
        await AssertListAsync(new() { Worker = "bob" });
        await AssertListAsync(new() { CreatedAfter = Now.AddSeconds(-1) }, 8, 7);
        await AssertListAsync(new() { CreatedBefore = Now.AddSeconds(-1), Limit = 2 }, 6, 5);
        await AssertListAsync(new() { NameContains = "alpha", Owner = "o", Tag = "blue", GroupKey = "g", Statuses = [WorkStatus.Running] }, 1);
        await AssertListAsync(new() { Queues = [.. Enumerable.Range(1000, 500), other.Number] }, 4);
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Store.ListAsync(new() { Limit = 0 }, Cancellation));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Store.ListAsync(new() { Limit = 10_001 }, Cancellation));

        async Task AssertListAsync(LaneQuery query, params long[] ids) =>
            Assert.Equal(ids, (await Store.ListAsync(query, Cancellation)).Select(item => item.View.Id));
    }

    [Fact]
    public async Task A_list_tells_of_each_task_what_it_is_found_with_but_for_what_is_large()
    {
        await SubmitAsync(New(1, task => task with { Name = "n", Tags = ["t"], Trace = [1] }), New(2), New(3), New(4));
        var lease = await ClaimedAsync(1, 2, 3);
        await Store.RenewAsync([new(1, lease, 0.5, "log"), new(2, lease, 1, "log")], null, Now, Cancellation);
        await CompleteAsync(2, lease, "1");
        await FailAsync(3, lease);
        foreach (var item in await Store.ListAsync(new(), Cancellation))
        {
            var found = (await Store.FindAsync(item.View.Id, Cancellation))!;
            Assert.Equal((found.QueueNumber, found.Rank), (item.QueueNumber, item.Rank));
            Assert.Equivalent(found.View with { Payload = null, Result = null, Log = null }, item.View, strict: true);
        }
    }
}
