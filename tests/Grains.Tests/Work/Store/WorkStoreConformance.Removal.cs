using Dapper;
using Switchyard.Work.Changes;

namespace Switchyard.Work.Store;

/// <summary>What goes, and what is known of the blobs that went with it.</summary>
public abstract partial class WorkStoreConformance
{
    private static IReadOnlyList<string> KeptTables => ["work_item", "work_attempt", "work_part", "work_artifact", "door_note"];

    [Fact]
    public async Task An_ended_item_goes_with_all_that_hangs_on_it_also_in_its_doors_tables()
    {
        await using (var connection = await ConnectAsync())
        {
            await connection.ExecuteAsync("create table door_note (item_id bigint not null); insert into door_note values (1), (2)");
        }

        await using var store = await OpenAsync(new WorkStoreOptions { DoorTables = ["door_note"] });
        foreach (var id in (long[])[1, 2])
        {
            await store.WriteAsync(
                new WorkWrite(null, NewRow(id) with { Status = WorkStatus.Failed, FinishedAt = Now })
                {
                    Ended = [new AttemptView(1, "w", Now, Now, AttemptOutcome.Failed, "why")],
                    Parts = [new WorkPart("run", [1])],
                    Artifacts = [Artifact($"own-{id}"), Artifact("shared")],
                },
                Cancellation);
        }

        var removal = await store.DeleteEndedAsync("table", 1, Cancellation);

        Assert.Equal(ActOutcome.Accepted, removal.Outcome);
        Assert.Equal("own-1", Assert.Single(removal.Blobs));
        Assert.Equal(["own-1"], await store.ReadSpentBlobsAsync("", 10, Cancellation));
        Assert.Equal(1, await TallyAsync("status.failed"));
        Assert.Equal(ActOutcome.Unknown, (await store.DeleteEndedAsync("table", 1, Cancellation)).Outcome);
        await using var look = await ConnectAsync();
        foreach (var table in KeptTables)
        {
            var column = table == "work_item" ? "id" : "item_id";
            Assert.Equal([2L], (await look.QueryAsync<long>($"select distinct {column} from {table}")).AsList());
        }
    }

    [Fact]
    public async Task What_is_removed_is_told_as_a_change_of_its_kind_and_queue()
    {
        var changes = new WorkChanges();
        await using var store = await OpenAsync(new WorkStoreOptions { Changes = changes });
        foreach (var id in (long[])[1, 2, 3])
        {
            await store.WriteAsync(new WorkWrite(null, NewRow(id) with { Status = WorkStatus.Failed, FinishedAt = Now }), Cancellation);
        }

        var (_, place) = changes.Read(null);
        await store.DeleteEndedAsync("table", 9, Cancellation);
        Assert.Empty(changes.Read(place).Topics!);

        await store.DeleteEndedAsync("table", 1, Cancellation);
        Assert.Equal([ChangeTopics.Acts, ChangeTopics.Kind("table"), ChangeTopics.Queue(Queue)], Told());
        await store.DeleteAsync(2, Cancellation);
        Assert.Equal([ChangeTopics.Kind("table"), ChangeTopics.Queue(Queue)], Told());
        await store.DeleteFinishedAsync(Queue, Now.AddDays(1), 10, Cancellation);
        Assert.Equal([ChangeTopics.Kind("table"), ChangeTopics.Queue(Queue)], Told());

        string[] Told()
        {
            (var topics, place) = changes.Read(place);
            return [.. topics!.Order(StringComparer.Ordinal)];
        }
    }

    [Fact]
    public async Task What_has_not_ended_or_is_of_another_kind_is_not_removed()
    {
        await InsertedAsync(NewRow(1));
        await RunningAsync(2);
        await InsertedAsync(NewRow(3) with { Status = WorkStatus.Completed, FinishedAt = Now });

        Assert.Equal(ActOutcome.Conflict, (await Store.DeleteEndedAsync("table", 1, Cancellation)).Outcome);
        Assert.Equal(ActOutcome.Conflict, (await Store.DeleteEndedAsync("table", 2, Cancellation)).Outcome);
        Assert.Equal(ActOutcome.Unknown, (await Store.DeleteEndedAsync("ticket", 3, Cancellation)).Outcome);
        Assert.Equal([1, 2, 3], (await Store.ListAsync(new WorkQuery { Queue = Queue }, Cancellation)).Select(row => row.Id));
    }

    [Fact]
    public async Task What_a_write_drops_goes_with_it_and_only_with_it()
    {
        await Store.WriteAsync(new WorkWrite(null, NewRow(1)) { Artifacts = [Artifact("a"), Artifact("b")] }, Cancellation);
        await Store.WriteAsync(new WorkWrite(null, NewRow(2)) { Artifacts = [Artifact("a")] }, Cancellation);
        var row = (await Store.ReadAsync(1, Cancellation))!;

        var late = row with { Version = row.Version + 1 };
        Assert.Equal(WriteOutcome.VersionMismatch, await Store.WriteAsync(new WorkWrite(late, late) { Dropped = ["a"] }, Cancellation));
        Assert.Empty(await Store.ReadSpentBlobsAsync("", 10, Cancellation));
        Assert.Equal(WriteOutcome.Committed, await Store.WriteAsync(new WorkWrite(row, row) { Dropped = ["a", "none"] }, Cancellation));

        Assert.Equal("b", Assert.Single(await Store.ReadItemArtifactsAsync(1, "result", Cancellation)).Artifact.BlobId);
        Assert.Equal("a", Assert.Single(await Store.ReadItemArtifactsAsync(2, "result", Cancellation)).Artifact.BlobId);
        Assert.Equal(["a", "none"], await Store.ReadSpentBlobsAsync("", 10, Cancellation));
        Assert.True(await Store.WaitForSpentBlobsAsync(Cancellation));
    }

    [Fact]
    public async Task Spent_blobs_are_listed_in_pages_until_they_are_forgotten()
    {
        for (var id = 1L; id <= 5; id++)
        {
            var row = NewRow(id) with { Status = WorkStatus.Completed, FinishedAt = Now };
            await Store.WriteAsync(new WorkWrite(null, row) { Artifacts = [Artifact($"b{id}")] }, Cancellation);
        }

        await Store.DeleteFinishedAsync(Queue, Now.AddHours(1), 10, Cancellation);
        await using var other = await OpenAsync();

        Assert.Equal(["b1", "b2"], await other.ReadSpentBlobsAsync("", 2, Cancellation));
        Assert.Equal(["b3", "b4"], await other.ReadSpentBlobsAsync("b2", 2, Cancellation));
        await other.ForgetSpentBlobsAsync(["b1", "b2", "b4", "b9"], Cancellation);
        await other.ForgetSpentBlobsAsync(["b1"], Cancellation);
        Assert.Equal(["b3", "b5"], await Store.ReadSpentBlobsAsync("", 10, Cancellation));
    }

    [Fact]
    public async Task An_artifact_tells_how_its_item_stands()
    {
        await Store.WriteAsync(new WorkWrite(null, NewRow(1)) { Artifacts = [Artifact("a")] }, Cancellation);
        var ended = NewRow(2) with { Status = WorkStatus.Failed, FinishedAt = Now };
        await Store.WriteAsync(new WorkWrite(null, ended) { Artifacts = [Artifact("b")] }, Cancellation);

        Assert.Equal(
            [(WorkStatus.Queued, null), (WorkStatus.Failed, Now)],
            (await Store.ReadArtifactsAsync(Queue, "result", 0, 10, Cancellation)).Select(stored => (stored.ItemStatus, stored.ItemFinishedAt)));
    }

    private WorkArtifact Artifact(string blob) => new("result", "r", 1, Now, null, blob, 10);
}
