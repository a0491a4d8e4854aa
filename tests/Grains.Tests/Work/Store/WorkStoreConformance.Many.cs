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
    public async Task A_renewal_moves_the_expiry_and_makes_a_new_version()
    {
        var row = await RunningAsync(1);
        Assert.Equal([ActOutcome.Accepted, ActOutcome.Stale], await Store.RenewAsync([new(1, 1), new(1, 2)], Now.AddDays(1), Now, Cancellation));
        AssertSame(row with { LeaseExpiresAt = Now.AddDays(1), Version = 3 }, await Store.ReadAsync(1, Cancellation));
        Assert.Empty(await Store.ReadDueAsync(Queue, Now.AddHours(2), 10, Cancellation));
        Assert.Equal(WriteOutcome.VersionMismatch, await Store.WriteAsync(new WorkWrite(row, row with { Status = WorkStatus.Queued }), Cancellation));
    }

    [Fact]
    public async Task Outcomes_of_renewals_come_in_the_order_of_the_leases()
    {
        var one = await RunningAsync(1);
        await RunningAsync(2);
        await InsertedAsync(NewRow(3) with { LeaseNumber = 4 });
        await InsertedAsync(NewRow(4) with { Status = WorkStatus.Completed, LeaseNumber = 1 });
        Time.Advance(TimeSpan.FromSeconds(5));

        var outcomes = await Store.RenewAsync(
            [new(2, 1), new(99, 1), new(1, 7), new(3, 4), new(1, 1), new(2, 1), new(1, 0), new(4, 1)], Now.AddHours(2), Now, Cancellation);

        Assert.Equal(
            [
                ActOutcome.Accepted, ActOutcome.Unknown, ActOutcome.Stale, ActOutcome.Conflict,
                ActOutcome.Accepted, ActOutcome.Accepted, ActOutcome.Stale, ActOutcome.Conflict,
            ],
            outcomes);
        AssertSame(one with { LeaseExpiresAt = Now.AddHours(2), Version = 3 }, await Store.ReadAsync(1, Cancellation));
        Assert.Equal(
            new WorkerView("client", Now.AddSeconds(-5), Now, 2, 0, 0, 0), Assert.Single(await Store.ReadWorkersAsync(Queue, 10, Cancellation)));
        Assert.Equal((1, 2, 1), (await TallyAsync("status.queued"), await TallyAsync("status.running"), await TallyAsync("status.completed")));
    }

    [Fact]
    public async Task A_lease_that_never_runs_out_is_renewed_and_stays_so()
    {
        await InsertedAsync(NewRow(1) with { Status = WorkStatus.Running, LeaseOwner = "w", LeaseNumber = 1 });
        Assert.Equal([ActOutcome.Accepted], await Store.RenewAsync([new(1, 1)], Now.AddDays(1), Now, Cancellation));
        Assert.Null((await Store.ReadAsync(1, Cancellation))!.LeaseExpiresAt);
    }

    [Fact]
    public async Task More_rows_than_a_batch_holds_are_all_stored_and_renewed()
    {
        await using var store = await OpenAsync(new WorkStoreOptions { BatchMax = 10, Capacity = 5 });
        var ids = Enumerable.Range(1, 2_200).Select(id => (long)id).ToList();
        var running = ids.Select(id => NewRow(id) with { Status = WorkStatus.Running, LeaseOwner = "w", LeaseNumber = 1, LeaseExpiresAt = Now });
        await store.InsertAsync([.. running.Select(row => new WorkWrite(null, row))], Cancellation);
        Assert.Equal(2_200, await TallyAsync("status.running"));

        var outcomes = await store.RenewAsync([.. ids.Select(id => new LeaseRef(id, 1))], Now.AddHours(1), Now, Cancellation);

        Assert.Equal(2_200, outcomes.Count(outcome => outcome == ActOutcome.Accepted));
        Assert.Empty(await store.ReadDueAsync(Queue, Now, 10, Cancellation));
    }
}
