namespace Switchyard.Work.Store;

public abstract partial class WorkStoreConformance
{
    [Fact]
    public async Task Parts_are_replaced_whole_and_read_by_name()
    {
        var row = await InsertedAsync(NewRow(1));
        await Store.WriteAsync(new WorkWrite(row, row) { Parts = [new WorkPart("a", [1]), new WorkPart("b", [2, 2])] }, Cancellation);
        await Store.WriteAsync(new WorkWrite(row with { Version = 2 }, row) { Parts = [new WorkPart("a", [])] }, Cancellation);

        var parts = await Store.ReadPartsAsync(1, ["a", "b", "c"], Cancellation);
        Assert.Equal(2, parts.Count);
        Assert.Empty(parts["a"]);
        Assert.Equal([2, 2], parts["b"]);
        Assert.Empty(await Store.ReadPartsAsync(1, [], Cancellation));
        Assert.Empty(await Store.ReadPartsAsync(2, ["a"], Cancellation));
    }

    [Fact]
    public async Task A_row_and_its_parts_are_read_together_and_no_part_is_older_than_the_row()
    {
        var row = await InsertedAsync(NewRow(1));
        await using var other = await OpenAsync();
        var writing = Task.Run(async () =>
        {
            for (; row.Version < 200; row = row with { Version = row.Version + 1 })
            {
                var part = new WorkPart("p", BitConverter.GetBytes(row.Version + 1));
                Assert.Equal(WriteOutcome.Committed, await Store.WriteAsync(new WorkWrite(row, row) { Parts = [part] }, Cancellation));
            }
        }, Cancellation);

        StoredItem item;
        do
        {
            item = await other.ReadWithPartsAsync(1, ["p", "none"], Cancellation);
            var part = item.Parts.TryGetValue("p", out var bytes) ? BitConverter.ToInt64(bytes) : 1;
            Assert.True(part >= item.Row!.Version, $"A part of version {part} came with the row of version {item.Row.Version}.");
        }
        while (item.Row.Version < 200);

        await writing;
        Assert.Equal(["p"], item.Parts.Keys);
        Assert.Empty((await Store.ReadWithPartsAsync(1, [], Cancellation)).Parts);
        var none = await Store.ReadWithPartsAsync(2, ["p"], Cancellation);
        Assert.Equal((null, 0), (none.Row, none.Parts.Count));
    }

    [Fact]
    public async Task A_record_goes_with_its_transition_or_not_at_all()
    {
        var row = await InsertedAsync(NewRow(1));
        await Store.WriteAsync(new WorkWrite(row, row) { Records = [new("s", "a", [1]), new("s", "b", [2]), new("other", "a", [3])] }, Cancellation);
        var stale = new WorkWrite(row, row) { Records = [new("s", "a", [9]), new("s", "c", [9])] };
        Assert.Equal(WriteOutcome.VersionMismatch, await Store.WriteAsync(stale, Cancellation));

        Assert.Equal([1], await Store.ReadRecordAsync("s", "a", Cancellation));
        Assert.Equal([3], await Store.ReadRecordAsync("other", "a", Cancellation));
        Assert.Null(await Store.ReadRecordAsync("s", "c", Cancellation));
        Assert.Null(await Store.ReadRecordAsync("", "a", Cancellation));
    }

    [Fact]
    public async Task Records_come_in_the_order_of_their_first_putting_and_the_last_one_stands()
    {
        var row = await InsertedAsync(NewRow(1));
        foreach (var key in (string[])["x", "k", "x", "a", "", "k"])
        {
            await Store.WriteAsync(new WorkWrite(row, row) { Records = [new("s", key, [0]), new("s", key, [(byte)row.Version])] }, Cancellation);
            row = row with { Version = row.Version + 1 };
        }

        var all = await Store.ReadRecordsAsync("s", 0, 10, Cancellation);
        Assert.Equal(["x", "k", "a", ""], all.Select(record => record.Key));
        Assert.Equal([3, 6, 4, 5], all.Select(record => record.Data[0]));
        Assert.Equal(["k", "a"], (await Store.ReadRecordsAsync("s", all[0].Sequence, 2, Cancellation)).Select(record => record.Key));
        Assert.Empty(await Store.ReadRecordsAsync("none", 0, 10, Cancellation));
    }

    [Fact]
    public async Task Of_writes_that_wait_together_the_last_record_stands_and_a_key_too_long_fails_alone()
    {
        var rows = await Task.WhenAll(Enumerable.Range(1, 200).Select(id => InsertedAsync(NewRow(id))));
        var random = new Random(7);
        var huge = string.Concat(Enumerable.Range(0, 4000).Select(_ => (char)random.Next(0x4E00, 0x9FFF)));
        var writes = rows.Select(row => Store.WriteAsync(
            new WorkWrite(row, row) { Records = [new("s", "one", [(byte)row.Id]), new("s", row.Id == 100 ? huge : $"k{row.Id}", [1])] }, Cancellation)).ToList();
        await Task.WhenAll(writes.Where((_, place) => place != 99));

        Assert.Equal([200], await Store.ReadRecordAsync("s", "one", Cancellation));
        Assert.True((await Store.ReadRecordsAsync("s", 0, 1000, Cancellation)).Count >= 200);
        if (writes[99].IsFaulted)
        {
            Assert.Equal(1, (await Store.ReadAsync(100, Cancellation))!.Version);
        }
    }

    [Fact]
    public async Task A_record_of_the_item_that_took_a_target_over_stands_in_whatever_order_they_came()
    {
        var first = await InsertedAsync(NewRow(1) with { Target = "t" });

        // The writer is kept busy, so that both wait for the same batch.
        var before = Store.InsertAsync([.. Enumerable.Range(100, 900).Select(id => new WorkWrite(null, NewRow(id)))], Cancellation);
        var second = Store.WriteAsync(new WorkWrite(null, NewRow(2) with { Target = "t" }) { Records = [new("s", "t", [2])] }, Cancellation);
        var ended = first with { Status = WorkStatus.Completed, FinishedAt = Now };
        var end = Store.WriteAsync(new WorkWrite(first, ended) { Records = [new("s", "t", [1])] }, Cancellation);

        await before;
        Assert.Equal(WriteOutcome.Committed, await end);
        Assert.Equal(await second == WriteOutcome.Committed ? [2] : [1], await Store.ReadRecordAsync("s", "t", Cancellation));
    }

    [Fact]
    public async Task Reads_that_wait_together_are_each_answered_with_their_own()
    {
        await Store.InsertAsync(
            [.. Enumerable.Range(1, 50).Select(id => new WorkWrite(null, NewRow(id) with { UniqueKey = $"k{id}" })
            {
                Parts = [new WorkPart("a", [(byte)id]), new WorkPart("b", [(byte)id, 0])],
            })],
            Cancellation);

        var reads = Enumerable.Range(0, 600).Select(async number =>
        {
            // 51 to 59 are not there, and every one of the others is asked for many times at once.
            var id = number % 60;
            var known = id is >= 1 and <= 50;
            Assert.Equal(known ? id : null, (await Store.ReadAsync(id, Cancellation))?.Id);
            Assert.Equal(known ? id : null, await Store.FindAsync(Queue, $"k{id}", Cancellation));
            Assert.Null(await Store.FindAsync("other", $"k{id}", Cancellation));
            var parts = await Store.ReadPartsAsync(id, number % 2 == 0 ? ["a", "x", "b", "a"] : ["b"], Cancellation);
            Assert.Equal(known ? number % 2 == 0 ? ["a", "b"] : ["b"] : [], parts.Keys.Order());
            Assert.All(parts, part => Assert.Equal(part.Key == "a" ? [(byte)id] : [(byte)id, 0], part.Value));
        });
        await Task.WhenAll(reads);
    }

    [Fact]
    public async Task Artifacts_come_in_order_of_arrival_by_queue_and_by_item()
    {
        var one = await InsertedAsync(NewRow(1) with { Name = "one" });
        var two = await InsertedAsync(NewRow(2));
        await Store.WriteAsync(new WorkWrite(two, two) { Artifacts = [Artifact("result", "x"), Artifact("error", "y"), Artifact("result", "z")] }, Cancellation);
        await Store.WriteAsync(new WorkWrite(one, one) { Artifacts = [Artifact("result", "w")] }, Cancellation);

        var all = await Store.ReadArtifactsAsync(Queue, "result", 0, 10, Cancellation);
        Assert.Equal(["x", "z", "w"], all.Select(stored => stored.Artifact.Name));
        Assert.Equal([null, null, "one"], all.Select(stored => stored.ItemName));
        Assert.Equal(["z"], (await Store.ReadArtifactsAsync(Queue, "result", all[0].Sequence, 1, Cancellation)).Select(stored => stored.Artifact.Name));
        var error = Assert.Single(await Store.ReadItemArtifactsAsync(2, "error", Cancellation)).Artifact;
        Assert.Equal([7, 8], error.Inline);
        Assert.Equal(Artifact("error", "y") with { Inline = null }, error with { Inline = null });

        WorkArtifact Artifact(string role, string name) => new(role, name, 3, Now, [7, 8], null, 2);
    }

    [Fact]
    public async Task Blobs_of_artifacts_are_found_among_many_others()
    {
        var row = await InsertedAsync(NewRow(1));
        var (one, two) = (new string('1', 32), new string('2', 32));
        await Store.WriteAsync(new WorkWrite(row, row) { Artifacts = [Artifact("a", one), Artifact("b", two), Artifact("b", one), Artifact("c", null)] }, Cancellation);

        var others = Enumerable.Range(0, 1500).Select(number => number.ToString("x32"));
        Assert.Equal([one, two], (await Store.FindArtifactBlobsAsync([one, .. others, two, one], Cancellation)).Order());
        Assert.Empty(await Store.FindArtifactBlobsAsync([new string('3', 32)], Cancellation));
        Assert.Empty(await Store.FindArtifactBlobsAsync([], Cancellation));

        WorkArtifact Artifact(string role, string? blob) => new(role, "any", 1, Now, blob is null ? [1] : null, blob, 1);
    }

    [Fact]
    public async Task Attempts_are_listed_by_lease_and_a_later_word_on_one_wins()
    {
        var row = await InsertedAsync(NewRow(1));
        var expired = new AttemptView(2, "w", Now, Now.AddHours(1), AttemptOutcome.Expired, null);
        await Store.WriteAsync(new WorkWrite(row, row) { Ended = [expired, expired with { LeaseNumber = 1 }] }, Cancellation);
        await Store.WriteAsync(
            new WorkWrite(row with { Version = 2 }, row) { Ended = [expired with { Outcome = AttemptOutcome.Completed }] }, Cancellation);
        Assert.Equal(
            [(1, AttemptOutcome.Expired), (2, AttemptOutcome.Completed)],
            (await Store.ReadAttemptsAsync(1, Cancellation)).Select(attempt => (attempt.LeaseNumber, attempt.Outcome)));
    }

    [Fact]
    public async Task Workers_add_up_and_their_last_sign_of_life_never_goes_back()
    {
        var row = await InsertedAsync(NewRow(1));
        await Store.WriteAsync(
            new WorkWrite(row, row) { Workers = [new("w", Now, Held: 1), new("w", Now.AddMinutes(2), Completed: 1), new("v", Now.AddMinutes(1))] },
            Cancellation);
        await Store.WriteAsync(
            new WorkWrite(row with { Version = 2 }, row) { Workers = [new("w", Now.AddMinutes(-5), Held: -1, Failed: 2, Expired: 3)] }, Cancellation);

        Assert.Equal(
            [new WorkerView("w", Now.AddMinutes(-5), Now.AddMinutes(2), 0, 1, 2, 3), new WorkerView("v", Now.AddMinutes(1), Now.AddMinutes(1), 0, 0, 0, 0)],
            await Store.ReadWorkersAsync(Queue, 10, Cancellation));
        Assert.Single(await Store.ReadWorkersAsync(Queue, 1, Cancellation));
        Assert.Equal(1, await Store.CountWorkersAsync(Queue, Now.AddMinutes(2), Cancellation));
        Assert.Equal(2, await Store.CountWorkersAsync(Queue, Now, Cancellation));
    }

    [Fact]
    public async Task Events_are_counted_by_the_minute()
    {
        await RunningAsync(1);
        await RunningAsync(2);
        Time.Advance(TimeSpan.FromMinutes(1));
        await Store.CompleteAsync(new(1, 1), Now);
        await Store.FailAsync(new(2, 1), "x", retry: true, Now);
        var row = (await Store.ReadAsync(2, Cancellation))!;
        await Store.WriteAsync(new WorkWrite(row, row with { Status = WorkStatus.Cancelled }), Cancellation);

        var start = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        Assert.Equal(
            [
                new RatePoint(start, "created", 2),
                new RatePoint(start, "leased", 2),
                new RatePoint(start.AddMinutes(1), "cancelled", 1),
                new RatePoint(start.AddMinutes(1), "completed", 1),
                new RatePoint(start.AddMinutes(1), "requeued", 1),
            ],
            await Store.ReadRatesAsync(Queue, start, Cancellation));
        Assert.Equal(3, (await Store.ReadRatesAsync(Queue, start.AddSeconds(1), Cancellation)).Count);
    }

    [Fact]
    public async Task Tallies_of_all_shards_are_one_sum()
    {
        await using var other = await OpenAsync(new WorkStoreOptions { Shard = 7 });
        await Store.WriteAsync(new WorkWrite(null, NewRow(1)), Cancellation);
        await other.WriteAsync(new WorkWrite(null, NewRow(2)), Cancellation);
        await other.LeaseAsync(1, "w", Now.AddHours(1), Now);
        Assert.Equal((1, 1), (await TallyAsync("status.queued"), await TallyAsync("status.running")));
        Assert.Equal(2, (await Store.ReadRatesAsync(Queue, Now.AddHours(-1), Cancellation)).Single(point => point.Event == "created").Count);
    }

    [Fact]
    public async Task An_item_that_moves_takes_its_tallies_along()
    {
        var row = await InsertedAsync(NewRow(1) with { Facets = new Dictionary<string, long> { ["x"] = 3 } });
        await Store.WriteAsync(new WorkWrite(row, row with { Queue = "other" }), Cancellation);
        Assert.Equal((0, 0), (await TallyAsync("status.queued"), await TallyAsync("facet.x")));
        Assert.Equal((1, 3), (await TallyAsync("status.queued", "other"), await TallyAsync("facet.x", "other")));
        Assert.Equal(["other", Queue], await Store.ReadQueuesAsync(Cancellation));
    }

    [Fact]
    public async Task Retention_takes_what_finished_before_and_no_more_than_asked()
    {
        var blob = new WorkArtifact("result", "r", 1, Now, null, "blob", 1);
        for (var id = 1L; id <= 5; id++)
        {
            var row = NewRow(id) with { Status = WorkStatus.Completed, FinishedAt = Now.AddHours(id) };
            await Store.WriteAsync(new WorkWrite(null, row) { Artifacts = [blob with { BlobId = $"b{id}" }] }, Cancellation);
        }

        await InsertedAsync(NewRow(6));
        var first = await Store.DeleteFinishedAsync(Queue, Now.AddHours(4), 2, Cancellation);
        Assert.Equal((2, "b1 b2"), (first.Items, string.Join(' ', first.Blobs.Order())));
        var second = await Store.DeleteFinishedAsync(Queue, Now.AddHours(4), 2, Cancellation);
        Assert.Equal((1, "b3"), (second.Items, Assert.Single(second.Blobs)));
        Assert.Equal(0, (await Store.DeleteFinishedAsync(Queue, Now.AddHours(4), 2, Cancellation)).Items);
        Assert.Equal([4, 5, 6], (await Store.ListAsync(new WorkQuery { Queue = Queue }, Cancellation)).Select(row => row.Id));
        Assert.Equal((2, 1), (await TallyAsync("status.completed"), await TallyAsync("status.queued")));
    }

    [Fact]
    public async Task Trimming_keeps_the_young_and_workers_with_a_lease()
    {
        await RunningAsync(1, "holds");
        var row = await InsertedAsync(NewRow(2));
        await Store.WriteAsync(new WorkWrite(row, row) { Workers = [new("gone", Now)] }, Cancellation);
        Time.Advance(TimeSpan.FromHours(1));
        await Store.WriteAsync(new WorkWrite(row with { Version = 2 }, row) { Workers = [new("here", Now)] }, Cancellation);
        await InsertedAsync(NewRow(3));

        await Store.TrimAsync(Now.AddMinutes(-1), Cancellation);
        Assert.Equal(["here", "holds"], (await Store.ReadWorkersAsync(Queue, 10, Cancellation)).Select(worker => worker.Owner));
        Assert.Equal(1, Assert.Single(await Store.ReadRatesAsync(Queue, Now.AddDays(-1), Cancellation)).Count);
    }
}
