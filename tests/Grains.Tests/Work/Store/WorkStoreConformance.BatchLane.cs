
namespace Switchyard.Work.Store;

public abstract partial class WorkStoreConformance
{
    [Fact]
    public async Task Bulk_insert_leaves_known_ids_and_keys_alone()
    {
        await InsertedAsync(NewRow(1) with { Name = "old" });
        await InsertedAsync(NewRow(2) with { UniqueKey = "k2" });
        var stored = await Store.InsertAsync(
            [
                new WorkWrite(null, NewRow(1) with { Name = "new" }),
                new WorkWrite(null, NewRow(3) with { UniqueKey = "k2" }),
                new WorkWrite(null, NewRow(4) with { UniqueKey = "k4" }) { Parts = [new WorkPart("p", [4])] },
                new WorkWrite(null, NewRow(5) with { UniqueKey = "k4" }) { Parts = [new WorkPart("p", [5])] },
                new WorkWrite(null, NewRow(4)),
                new WorkWrite(null, NewRow(6)),
            ],
            Cancellation);

        Assert.Equal([4, 6], stored);
        Assert.Equal("old", (await Store.ReadAsync(1, Cancellation))!.Name);
        Assert.Equal([4], (await Store.ReadPartsAsync(4, ["p"], Cancellation))["p"]);
        Assert.Empty(await Store.ReadPartsAsync(5, ["p"], Cancellation));
        Assert.Equal(4, await TallyAsync("status.queued"));
    }

    [Fact]
    public async Task Bulk_insert_twice_changes_nothing_the_second_time()
    {
        var writes = Enumerable.Range(1, 2_500)
            .Select(id => new WorkWrite(null, NewRow(id) with { UniqueKey = $"k{id}", Facets = new Dictionary<string, long> { ["n"] = id } }))
            .ToList();
        Assert.Equal(2_500, (await Store.InsertAsync(writes, Cancellation)).Count);
        Assert.Empty(await Store.InsertAsync(writes, Cancellation));
        Assert.Equal((2_500, 2_500L * 2_501 / 2), (await TallyAsync("status.queued"), await TallyAsync("facet.n")));
        Assert.Equal(2_500, (await Store.FindManyAsync(Queue, [.. writes.Select(write => write.New.UniqueKey!)], Cancellation)).Count);
    }

    [Fact]
    public async Task Bulk_insert_does_not_take_updates()
    {
        var row = await InsertedAsync(NewRow(1));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.InsertAsync([new WorkWrite(row, row)], Cancellation));
    }

    [Fact]
    public async Task A_lease_takes_what_is_queued_and_ready_and_nothing_else()
    {
        await InsertedAsync(NewRow(1));
        await InsertedAsync(NewRow(2) with { NotBefore = Now.AddSeconds(1) });
        await InsertedAsync(NewRow(3) with { NotBefore = Now });
        await InsertedAsync(NewRow(4) with { Status = WorkStatus.Completed });
        await RunningAsync(5);

        var leased = await Store.LeaseAsync([5, 4, 3, 2, 1, 99], "w", Now.AddMinutes(1), Now, Cancellation);

        Assert.Equal([1, 3], leased.Select(row => row.Id).Order());
        var first = leased.Single(row => row.Id == 1);
        Assert.Equal([1, 2, 3], first.Body);
        AssertSame(
            NewRow(1) with
            {
                Status = WorkStatus.Running,
                Attempt = 1,
                LeaseNumber = 1,
                LeaseOwner = "w",
                LeaseExpiresAt = Now.AddMinutes(1),
                StartedAt = Now,
                Version = 2,
            },
            first);
        AssertSame(first, await Store.ReadAsync(1, Cancellation));
    }

    [Fact]
    public async Task Of_parallel_leases_each_item_goes_to_exactly_one()
    {
        var ids = Enumerable.Range(1, 50).Select(id => (long)id).ToList();
        await Store.InsertAsync([.. ids.Select(id => new WorkWrite(null, NewRow(id)))], Cancellation);
        var leases = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Store.LeaseAsync(ids, $"w{n}", Now.AddMinutes(1), Now, Cancellation)));
        Assert.Equal(ids, leases.SelectMany(rows => rows).Select(row => row.Id).Order());
        Assert.Equal(50, (await Store.ReadWorkersAsync(Queue, 10, Cancellation)).Sum(worker => worker.Held));
    }

    [Fact]
    public async Task Outcomes_come_in_the_order_of_the_calls()
    {
        var one = await RunningAsync(1);
        var two = await RunningAsync(2);
        await InsertedAsync(NewRow(3) with { LeaseNumber = 4 });

        var outcomes = await Store.CompleteAsync(
            [new(2, 1), new(99, 1), new(1, 7), new(3, 4), new(1, 1), new(2, 1), new(1, 0)], Now.AddSeconds(5), Cancellation);
        Assert.Equal(
            [ActOutcome.Accepted, ActOutcome.Unknown, ActOutcome.Stale, ActOutcome.Conflict, ActOutcome.Accepted, ActOutcome.Accepted, ActOutcome.Stale],
            outcomes);

        AssertSame(
            one with { Status = WorkStatus.Completed, LeaseOwner = null, LeaseExpiresAt = null, FinishedAt = Now.AddSeconds(5), Version = 3 },
            await Store.ReadAsync(1, Cancellation));
        Assert.Equal(
            new AttemptView(1, "client", two.StartedAt!.Value, Now.AddSeconds(5), AttemptOutcome.Completed, null),
            Assert.Single(await Store.ReadAttemptsAsync(2, Cancellation)));
        var worker = Assert.Single(await Store.ReadWorkersAsync(Queue, 10, Cancellation));
        Assert.Equal(new WorkerView("client", Now, Now.AddSeconds(5), 0, 2, 0, 0), worker);
    }

    [Fact]
    public async Task A_repeated_completion_is_accepted_and_counted_once()
    {
        await RunningAsync(1);
        Assert.Equal([ActOutcome.Accepted], await Store.CompleteAsync([new(1, 1)], Now, Cancellation));
        Assert.Equal([ActOutcome.Accepted], await Store.CompleteAsync([new(1, 1)], Now, Cancellation));
        Assert.Equal([ActOutcome.Conflict], await Store.FailAsync([new Failure(new(1, 1), "no", false)], Now, Cancellation));
        Assert.Equal([ActOutcome.Conflict], await Store.RenewAsync([new(1, 1)], Now, Now, Cancellation));
        Assert.Equal((1, 1), (await TallyAsync("status.completed"), Assert.Single(await Store.ReadWorkersAsync(Queue, 1, Cancellation)).Completed));
    }

    [Fact]
    public async Task A_failure_ends_the_item_and_a_retry_gives_it_back()
    {
        await RunningAsync(1);
        await RunningAsync(2);
        Assert.Equal(
            [ActOutcome.Accepted, ActOutcome.Accepted],
            await Store.FailAsync([new Failure(new(1, 1), "broken", false), new Failure(new(2, 1), "later", true)], Now, Cancellation));

        var failed = (await Store.ReadAsync(1, Cancellation))!;
        Assert.Equal((WorkStatus.Failed, "broken", Now), (failed.Status, failed.Error, failed.FinishedAt));
        var back = (await Store.ReadAsync(2, Cancellation))!;
        Assert.Equal((WorkStatus.Queued, null, 1L, null), (back.Status, back.LeaseOwner, back.LeaseNumber, back.LeaseExpiresAt));
        Assert.Null(back.FinishedAt);
        var attempt = Assert.Single(await Store.ReadAttemptsAsync(2, Cancellation));
        Assert.Equal((AttemptOutcome.Released, "later"), (attempt.Outcome, attempt.Error));

        Assert.Equal([ActOutcome.Accepted], await Store.FailAsync([new Failure(new(1, 1), "again", false)], Now, Cancellation));
        Assert.Equal([ActOutcome.Conflict], await Store.CompleteAsync([new(2, 1)], Now, Cancellation));
        var again = Assert.Single(await Store.LeaseAsync([2], "w", Now.AddHours(1), Now, Cancellation));
        Assert.Equal((2, 2), (again.LeaseNumber, again.Attempt));
        Assert.Equal([ActOutcome.Stale], await Store.CompleteAsync([new(2, 1)], Now, Cancellation));
        Assert.Equal((0, 1, 1), (await TallyAsync("status.queued"), await TallyAsync("status.running"), await TallyAsync("status.failed")));
    }

    [Fact]
    public async Task A_renewal_moves_the_expiry_and_makes_a_new_version()
    {
        var row = await RunningAsync(1);
        Assert.Equal([ActOutcome.Accepted, ActOutcome.Stale], await Store.RenewAsync([new(1, 1), new(1, 2)], Now.AddDays(1), Now, Cancellation));
        AssertSame(row with { LeaseExpiresAt = Now.AddDays(1), Version = 3 }, await Store.ReadAsync(1, Cancellation));
        Assert.Empty(await Store.ReadDueAsync(Queue, Now.AddHours(2), 10, Cancellation));
        Assert.Equal(WriteOutcome.VersionMismatch, await Store.WriteAsync(new WorkWrite(row, row with { Status = WorkStatus.Queued }), Cancellation));
    }

    [Fact]
    public async Task More_acts_than_a_batch_holds_are_all_done()
    {
        await using var store = await OpenAsync(new WorkStoreOptions { BatchMax = 10, Capacity = 5 });
        var ids = Enumerable.Range(1, 2_200).Select(id => (long)id).ToList();
        await store.InsertAsync([.. ids.Select(id => new WorkWrite(null, NewRow(id)))], Cancellation);
        Assert.Equal(2_200, (await store.LeaseAsync(ids, "w", Now.AddHours(1), Now, Cancellation)).Count);
        var outcomes = await store.CompleteAsync([.. ids.Select(id => new LeaseRef(id, 1))], Now, Cancellation);
        Assert.All(outcomes, outcome => Assert.Equal(ActOutcome.Accepted, outcome));
        Assert.Equal(2_200, await TallyAsync("status.completed"));
    }
}
