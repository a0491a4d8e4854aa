namespace Switchyard.Work.Store;

public abstract partial class WorkStoreConformance
{
    [Fact]
    public async Task Reserved_ids_are_positive_and_never_given_twice()
    {
        var blocks = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Store.ReserveIdsAsync(7, Cancellation)));
        var ids = blocks.SelectMany(first => Enumerable.Range(0, 7).Select(offset => first + offset)).ToList();
        Assert.Equal(350, ids.Distinct().Count());
        Assert.All(ids, id => Assert.True(id > 0));
    }

    [Fact]
    public async Task A_row_comes_back_as_it_was_written()
    {
        var row = NewRow(5) with
        {
            Priority = -3,
            Status = WorkStatus.Running,
            Attempt = 4,
            LeaseNumber = 9,
            LeaseOwner = "wörker",
            LeaseExpiresAt = Now.AddHours(1),
            Target = "target",
            Owner = "owner",
            Name = "näme 表 \U0001F600",
            UniqueKey = "key",
            StartedAt = Now.AddMilliseconds(1),
            FinishedAt = Now.AddMilliseconds(2),
            NotBefore = Now.AddMilliseconds(3),
            Error = "line\nline",
            Facets = new Dictionary<string, long> { ["cea"] = long.MaxValue, ["cta"] = -1 },
            Body = [0, 255, 1],
        };
        AssertSame(row with { Version = 1 }, await InsertedAsync(row));
        Assert.Null(await Store.ReadAsync(6, Cancellation));
    }

    [Fact]
    public async Task Each_write_makes_the_next_version()
    {
        var first = await InsertedAsync(NewRow(1));
        var next = first with { Name = "renamed", Body = [9] };
        Assert.Equal(WriteOutcome.Committed, await Store.WriteAsync(new WorkWrite(first, next), Cancellation));
        AssertSame(next with { Version = 2 }, await Store.ReadAsync(1, Cancellation));

        var unchangedBody = next with { Version = 2, Name = "again" };
        Assert.Equal(WriteOutcome.Committed, await Store.WriteAsync(new WorkWrite(next with { Version = 2 }, unchangedBody), Cancellation));
        AssertSame(unchangedBody with { Version = 3 }, await Store.ReadAsync(1, Cancellation));
    }

    [Fact]
    public async Task An_item_that_moves_to_another_queue_is_counted_there_and_its_worker_is_free()
    {
        var row = await InsertedAsync(NewRow(1) with { Queue = "one", Status = WorkStatus.Running, LeaseOwner = "ann", LeaseNumber = 1 });
        await Store.WriteAsync(new WorkWrite(row, row) { Workers = [new("ann", Now, Held: 1)] }, Cancellation);
        var held = await Store.ReadAsync(1, Cancellation);
        var moved = held! with { Queue = "two", Status = WorkStatus.Queued, LeaseOwner = null };
        var write = new WorkWrite(held, moved) { Workers = [new("ann", Now, Held: -1, Completed: 1)] };
        Assert.Equal(WriteOutcome.Committed, await Store.WriteAsync(write, Cancellation));

        Assert.Equal(0, (await Store.ReadTalliesAsync("one", Cancellation)).GetValueOrDefault("status.running"));
        Assert.Equal(1, (await Store.ReadTalliesAsync("two", Cancellation))["status.queued"]);
        var worker = Assert.Single(await Store.ReadWorkersAsync("one", 10, Cancellation));
        Assert.Equal((0, 1), (worker.Held, worker.Completed));
        Assert.Empty(await Store.ReadWorkersAsync("two", 10, Cancellation));
        Assert.Equal([1], (await Store.ReadQueuedAsync("two", null, 10, Now, Cancellation)).Select(entry => entry.Id));
    }

    [Fact]
    public async Task A_write_on_an_old_version_changes_nothing()
    {
        var first = await InsertedAsync(NewRow(1));
        await Store.WriteAsync(new WorkWrite(first, first with { Name = "winner" }), Cancellation);

        var late = new WorkWrite(first, first with { Status = WorkStatus.Cancelled, Facets = new Dictionary<string, long> { ["x"] = 5 } })
        {
            Ended = [new AttemptView(1, "w", Now, Now, AttemptOutcome.Cancelled, null)],
            Parts = [new WorkPart("p", [1])],
            Artifacts = [new WorkArtifact("result", "r", 1, Now, [1], null, 1)],
            Workers = [new WorkerChange("w", Now, Held: 1)],
        };
        Assert.Equal(WriteOutcome.VersionMismatch, await Store.WriteAsync(late, Cancellation));
        Assert.Equal(WriteOutcome.VersionMismatch, await Store.WriteAsync(new WorkWrite(NewRow(2) with { Version = 1 }, NewRow(2)), Cancellation));

        Assert.Equal("winner", (await Store.ReadAsync(1, Cancellation))!.Name);
        Assert.Null(await Store.ReadAsync(2, Cancellation));
        Assert.Empty(await Store.ReadAttemptsAsync(1, Cancellation));
        Assert.Empty(await Store.ReadPartsAsync(1, ["p"], Cancellation));
        Assert.Empty(await Store.ReadItemArtifactsAsync(1, "result", Cancellation));
        Assert.Empty(await Store.ReadWorkersAsync(Queue, 10, Cancellation));
        Assert.Equal((1, 0, 0), (await TallyAsync("status.queued"), await TallyAsync("status.cancelled"), await TallyAsync("facet.x")));
    }

    [Fact]
    public async Task Of_concurrent_first_writes_of_one_id_exactly_one_is_acknowledged()
    {
        for (var id = 1L; id <= 20; id++)
        {
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 16)
                .Select(n => Store.WriteAsync(new WorkWrite(null, NewRow(id) with { Name = $"{n}" }), Cancellation)));
            var winner = Array.IndexOf(outcomes, WriteOutcome.Committed);
            Assert.Equal(15, outcomes.Count(outcome => outcome == WriteOutcome.VersionMismatch));
            Assert.Equal($"{winner}", (await Store.ReadAsync(id, Cancellation))!.Name);
        }

        Assert.Equal(20, await TallyAsync("status.queued"));
    }

    [Fact]
    public async Task Of_concurrent_updates_of_one_version_exactly_one_is_acknowledged()
    {
        var row = await InsertedAsync(NewRow(1));
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 32)
            .Select(n => Store.WriteAsync(new WorkWrite(row, row with { Name = $"{n}" }), Cancellation)));
        Assert.Single(outcomes, WriteOutcome.Committed);
        Assert.Equal(2, (await Store.ReadAsync(1, Cancellation))!.Version);
    }

    [Fact]
    public async Task A_row_the_database_refuses_fails_alone()
    {
        var good = Enumerable.Range(1, 100).Select(id => Store.WriteAsync(new WorkWrite(null, NewRow(id)), Cancellation)).ToList();
        var bad = Store.WriteAsync(new WorkWrite(null, NewRow(500) with { Kind = new string('k', 41) }), Cancellation);
        good.AddRange(Enumerable.Range(101, 100).Select(id => Store.WriteAsync(new WorkWrite(null, NewRow(id)), Cancellation)));

        Assert.All(await Task.WhenAll(good), outcome => Assert.Equal(WriteOutcome.Committed, outcome));
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => bad);
        Assert.Equal(200, await Store.CountAsync(new WorkQuery { Queue = Queue }, Cancellation));
        Assert.Equal(200, await TallyAsync("status.queued"));
    }

    [Fact]
    public async Task A_lease_takes_what_is_queued_and_ready_and_nothing_else()
    {
        await InsertedAsync(NewRow(1));
        await InsertedAsync(NewRow(2) with { NotBefore = Now.AddSeconds(1) });
        await InsertedAsync(NewRow(3) with { NotBefore = Now });
        await InsertedAsync(NewRow(4) with { Status = WorkStatus.Completed });
        await RunningAsync(5);

        var leases = await Task.WhenAll(((long[])[5, 4, 3, 2, 1, 99]).Select(id => Store.LeaseAsync(id, "w", Now.AddMinutes(1), Now)));

        Assert.Equal([1, 3], leases.OfType<WorkRow>().Select(row => row.Id).Order());
        var first = leases.OfType<WorkRow>().Single(row => row.Id == 1);
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
        var leases = await Task.WhenAll(
            Enumerable.Range(0, 8).SelectMany(n => ids.Select(id => Store.LeaseAsync(id, $"w{n}", Now.AddMinutes(1), Now))));
        Assert.Equal(ids, leases.OfType<WorkRow>().Select(row => row.Id).Order());
        Assert.Equal(50, (await Store.ReadWorkersAsync(Queue, 10, Cancellation)).Sum(worker => worker.Held));
    }

    [Fact]
    public async Task A_repeated_completion_is_accepted_and_counted_once()
    {
        await RunningAsync(1);
        Assert.Equal(ActOutcome.Accepted, await Store.CompleteAsync(new(1, 1), Now));
        Assert.Equal(ActOutcome.Accepted, await Store.CompleteAsync(new(1, 1), Now));
        Assert.Equal(ActOutcome.Conflict, await Store.FailAsync(new(1, 1), "no", false, Now));
        Assert.Equal([ActOutcome.Conflict], await Store.RenewAsync([new(1, 1)], Now, Now, Cancellation));
        Assert.Equal((1, 1), (await TallyAsync("status.completed"), Assert.Single(await Store.ReadWorkersAsync(Queue, 1, Cancellation)).Completed));
    }

    [Fact]
    public async Task A_failure_ends_the_item_and_a_retry_gives_it_back()
    {
        await RunningAsync(1);
        await RunningAsync(2);
        Assert.Equal(ActOutcome.Accepted, await Store.FailAsync(new(1, 1), "broken", false, Now));
        Assert.Equal(ActOutcome.Accepted, await Store.FailAsync(new(2, 1), "later", true, Now));

        var failed = (await Store.ReadAsync(1, Cancellation))!;
        Assert.Equal((WorkStatus.Failed, "broken", Now), (failed.Status, failed.Error, failed.FinishedAt));
        var back = (await Store.ReadAsync(2, Cancellation))!;
        Assert.Equal((WorkStatus.Queued, null, 1L, null), (back.Status, back.LeaseOwner, back.LeaseNumber, back.LeaseExpiresAt));
        Assert.Null(back.FinishedAt);
        var attempt = Assert.Single(await Store.ReadAttemptsAsync(2, Cancellation));
        Assert.Equal((AttemptOutcome.Released, "later"), (attempt.Outcome, attempt.Error));

        Assert.Equal(ActOutcome.Accepted, await Store.FailAsync(new(1, 1), "again", false, Now));
        Assert.Equal(ActOutcome.Conflict, await Store.CompleteAsync(new(2, 1), Now));
        var again = await Store.LeaseAsync(2, "w", Now.AddHours(1), Now);
        Assert.Equal((2, 2), (again!.LeaseNumber, again.Attempt));
        Assert.Equal(ActOutcome.Stale, await Store.CompleteAsync(new(2, 1), Now));
        Assert.Equal((0, 1, 1), (await TallyAsync("status.queued"), await TallyAsync("status.running"), await TallyAsync("status.failed")));
    }

    [Fact]
    public async Task Of_parallel_items_with_one_target_exactly_one_is_active()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(1, 64)
            .Select(id => Store.WriteAsync(new WorkWrite(null, NewRow(id) with { Target = "t" }), Cancellation)));
        Assert.Single(outcomes, WriteOutcome.Committed);
        Assert.Equal(63, outcomes.Count(outcome => outcome == WriteOutcome.TargetTaken));

        var winner = (await Store.ReadAsync(Array.IndexOf(outcomes, WriteOutcome.Committed) + 1, Cancellation))!;
        Assert.Equal(WriteOutcome.Committed, await Store.WriteAsync(new WorkWrite(null, NewRow(101) with { Target = "t", Kind = "other" }), Cancellation));
        await Store.WriteAsync(new WorkWrite(winner, winner with { Status = WorkStatus.Completed }), Cancellation);
        Assert.Equal(WriteOutcome.Committed, await Store.WriteAsync(new WorkWrite(null, NewRow(102) with { Target = "t" }), Cancellation));
    }

    [Fact]
    public async Task An_ended_item_cannot_come_back_while_its_target_is_taken()
    {
        var ended = await InsertedAsync(NewRow(1) with { Target = "t", Status = WorkStatus.Failed });
        await InsertedAsync(NewRow(2) with { Target = "t" });
        var neighbours = Enumerable.Range(10, 20).Select(id => Store.WriteAsync(new WorkWrite(null, NewRow(id)), Cancellation)).ToList();
        var reset = Store.WriteAsync(new WorkWrite(ended, ended with { Status = WorkStatus.Queued }), Cancellation);

        Assert.Equal(WriteOutcome.TargetTaken, await reset);
        Assert.All(await Task.WhenAll(neighbours), outcome => Assert.Equal(WriteOutcome.Committed, outcome));
        Assert.Equal((21, 1), (await TallyAsync("status.queued"), await TallyAsync("status.failed")));
    }

    [Fact]
    public async Task A_unique_key_is_taken_for_ever_in_its_queue()
    {
        await InsertedAsync(NewRow(1) with { UniqueKey = "k", Status = WorkStatus.Completed });
        Assert.Equal(WriteOutcome.VersionMismatch, await Store.WriteAsync(new WorkWrite(null, NewRow(2) with { UniqueKey = "k" }), Cancellation));
        Assert.Equal(WriteOutcome.Committed, await Store.WriteAsync(new WorkWrite(null, NewRow(3, "other") with { UniqueKey = "k" }), Cancellation));

        Assert.Equal(1, await Store.FindAsync(Queue, "k", Cancellation));
        Assert.Null(await Store.FindAsync(Queue, "K", Cancellation));
        var found = await Store.FindManyAsync("other", ["k", "j", "k"], Cancellation);
        Assert.Equal(3, Assert.Single(found).Value);
    }

    [Fact]
    public async Task Deleting_takes_everything_of_the_item_and_answers_blobs_nobody_has()
    {
        await RunningAsync(1, "w");
        var row = (await Store.ReadAsync(1, Cancellation))!;
        await Store.WriteAsync(
            new WorkWrite(row, row with { Facets = new Dictionary<string, long> { ["x"] = 2 } })
            {
                Ended = [new AttemptView(1, "w", Now, Now, AttemptOutcome.Superseded, "why")],
                Parts = [new WorkPart("p", [1])],
                Artifacts = [Blob("mine"), Blob("shared"), Blob("mine")],
            },
            Cancellation);
        await Store.WriteAsync(new WorkWrite(null, NewRow(2)) { Artifacts = [Blob("shared")] }, Cancellation);

        Assert.Equal("mine", Assert.Single(await Store.DeleteAsync(1, Cancellation)));
        Assert.Null(await Store.ReadAsync(1, Cancellation));
        Assert.Empty(await Store.ReadAttemptsAsync(1, Cancellation));
        Assert.Empty(await Store.ReadPartsAsync(1, ["p"], Cancellation));
        Assert.Equal(2, Assert.Single(await Store.ReadArtifactsAsync(Queue, "result", 0, 10, Cancellation)).ItemId);
        Assert.Equal((0, 0), (await TallyAsync("status.running"), await TallyAsync("facet.x")));
        Assert.Equal(0, Assert.Single(await Store.ReadWorkersAsync(Queue, 10, Cancellation)).Held);
        Assert.Empty(await Store.DeleteAsync(1, Cancellation));

        WorkArtifact Blob(string id) => new("result", "r", 1, Now, null, id, 10);
    }
}
