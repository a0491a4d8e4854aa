using Dapper;
using Switchyard.Compute;
using Switchyard.Compute.Archives;
using Switchyard.Hosting;
using Switchyard.Work;
using static Switchyard.Compute.ComputeRig;

namespace Switchyard.Tickets;

/// <summary>What is kept of a ticket, and what is gone with it: looked for in the database and the blob store.</summary>
public abstract partial class TicketsConformance
{
    private const string Wrong = """{"f1":"abc"}""";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task An_upload_goes_when_its_ticket_completes_and_a_retry_says_so()
    {
        await using var rig = await StartAsync();
        var id = await rig.SubmitAsync(BuiltInServices.FloatComputation, Sum);
        var upload = await UploadOfAsync(rig, id);

        var ticket = await rig.ResultOfAsync(id);
        await GoneAsync(rig, upload);
        Assert.True(await rig.HasBlobAsync(ticket.ResultBlob!));
        Assert.Empty(await rig.Store.ReadItemArtifactsAsync(id, "upload", Cancellation));
        Assert.Equal(ActOutcome.Conflict, await rig.Grains.GetTicket(id).ResetAsync());
        Assert.Equal(
            $"The upload of ticket {id} is not kept any longer (Tickets:Storage is KeepResult): submit it again.",
            await rig.Grains.GetTicket(id).WhyNoResetAsync());
        Assert.Equal((WorkStatus.Completed, ticket.ResultBlob), ((await rig.LookAsync(id)).Item.Status, (await rig.LookAsync(id)).ResultBlob));
    }

    [Fact]
    public async Task A_submission_may_be_repeated_when_the_upload_is_gone_already()
    {
        await using var rig = await StartAsync();
        var id = await rig.Grains.GetUploads().ReserveIdAsync();
        var submission = await rig.SubmissionAsync(
            id, BuiltInServices.FloatComputation, Tars.MakeFiles(("main.json", $$"""{"inputs":{{Sum}}}""")));
        Assert.True(await rig.Grains.GetTicket(id).SubmitAsync(submission));
        await rig.ResultOfAsync(id);
        await GoneAsync(rig, submission.Archive);

        Assert.True(await rig.Grains.GetTicket(id).SubmitAsync(submission with { ArchiveLength = 3 }));
        Assert.False(await rig.Grains.GetTicket(id).SubmitAsync(submission with { ArchiveLength = 3, TokenHash = TicketsRig.HashOf(0) }));
    }

    [Fact]
    public async Task The_upload_of_one_that_failed_is_kept_for_a_while()
    {
        await using var rig = await StartAsync(new() { UploadRetention = TimeSpan.FromSeconds(3) });
        var id = await rig.SubmitAsync(BuiltInServices.FloatComputation, Wrong);
        var upload = await UploadOfAsync(rig, id);

        var failed = await rig.EndOfAsync(id);
        Assert.Equal(ActOutcome.Accepted, await rig.Grains.GetTicket(id).ResetAsync());
        await EventuallyAsync(async () => await rig.LookAsync(id) is { Item: { LeaseNumber: 2, Status: WorkStatus.Failed } });
        Assert.True(await rig.HasBlobAsync(upload));
        await GoneAsync(rig, upload);
        Assert.Empty(await rig.Store.ReadItemArtifactsAsync(id, "upload", Cancellation));
        Assert.Equal(ActOutcome.Conflict, await rig.Grains.GetTicket(id).ResetAsync());
        Assert.Equal(failed.Error, (await rig.LookAsync(id)).Error);
    }

    [Fact]
    public async Task Uploads_that_are_to_be_kept_outlast_results()
    {
        await using var rig = await StartAsync(new() { Storage = TicketStorage.KeepInput, ResultRetention = Soon, UploadRetention = Soon });
        var failed = await rig.SubmitAsync(BuiltInServices.FloatComputation, Wrong);
        await rig.EndOfAsync(failed);
        var uploads = new List<string> { await UploadOfAsync(rig, failed) };
        foreach (var _ in (int[])[1, 2])
        {
            // The second goes at a later look than the first, at which the uploads would have gone.
            var id = await rig.SubmitAsync(BuiltInServices.FloatComputation, Sum);
            var result = (await rig.ResultOfAsync(id)).ResultBlob!;
            uploads.Add(await UploadOfAsync(rig, id));
            await rig.Grains.GetTicket(id).FetchedAsync();
            await GoneAsync(rig, result);
        }

        Assert.DoesNotContain(false, await Task.WhenAll(uploads.Select(rig.HasBlobAsync)));
        Assert.Equal(ActOutcome.Accepted, await rig.Grains.GetTicket(failed).ResetAsync());
    }

    [Fact]
    public async Task Nothing_is_kept_after_the_first_download_where_nothing_is_to_be_kept()
    {
        await using var rig = await StartAsync(new() { Storage = TicketStorage.KeepNothing });
        var id = await rig.SubmitAsync(BuiltInServices.FloatComputation, Sum);
        var upload = await UploadOfAsync(rig, id);
        var result = (await rig.ResultOfAsync(id)).ResultBlob!;
        Assert.True(await rig.HasBlobAsync(upload));

        await rig.Grains.GetTicket(id).FetchedAsync();
        await rig.Grains.GetTicket(id).FetchedAsync();

        Assert.Null((await rig.LookAsync(id)).ResultBlob);
        await GoneAsync(rig, upload);
        await GoneAsync(rig, result);
        Assert.Equal(WorkStatus.Completed, (await rig.LookAsync(id)).Item.Status);
        Assert.Equal(0, await CountAsync(rig, "work_artifact", id));
    }

    [Fact]
    public async Task A_ticket_whose_time_is_over_goes_with_all_that_it_had()
    {
        await using var rig = await StartAsync(new() { Storage = TicketStorage.KeepInput, RowRetention = TimeSpan.FromSeconds(3) });
        var unfetched = await rig.SubmitAsync(BuiltInServices.FloatComputation, Sum);
        var failed = await rig.SubmitAsync(BuiltInServices.FloatComputation, Wrong);
        var blobs = new[] { await UploadOfAsync(rig, unfetched), await UploadOfAsync(rig, failed), (await rig.ResultOfAsync(unfetched)).ResultBlob! };
        await rig.Grains.GetTicket(unfetched).FetchedAsync();

        await EventuallyAsync(async () => await rig.Grains.GetTicket(unfetched).GetAsync() is null && await rig.Grains.GetTicket(failed).GetAsync() is null);
        await AssertNothingIsLeftAsync(rig, unfetched);
        await AssertNothingIsLeftAsync(rig, failed);
        foreach (var blob in blobs)
        {
            await GoneAsync(rig, blob);
        }
    }

    [Fact]
    public async Task A_ticket_that_is_deleted_is_gone_at_once_with_all_that_it_had()
    {
        await using var rig = await StartAsync(new() { Storage = TicketStorage.KeepInput });
        var id = await rig.SubmitAsync(BuiltInServices.FloatComputation, Sum);
        var blobs = new[] { await UploadOfAsync(rig, id), (await rig.ResultOfAsync(id)).ResultBlob! };
        await rig.Grains.GetTicket(id).FetchedAsync();
        foreach (var table in Tables)
        {
            Assert.NotEqual((table, 0), (table, await CountAsync(rig, table, id)));
        }

        Assert.Equal(ActOutcome.Accepted, await Removal(rig).RemoveAsync(TicketNames.Kind, id));

        Assert.DoesNotContain(true, await Task.WhenAll(blobs.Select(rig.HasBlobAsync)));
        await AssertNothingIsLeftAsync(rig, id);
        Assert.Empty(await rig.Store.ReadSpentBlobsAsync("", 10, Cancellation));
        Assert.Null(await rig.Grains.GetTicket(id).LookAsync(TicketsRig.HashOf(id)));
        Assert.Equal(ActOutcome.Unknown, await Removal(rig).RemoveAsync(TicketNames.Kind, id));
        Assert.Equal(ActOutcome.Unknown, await rig.Grains.GetTicket(id).ResetAsync());
    }

    [Fact]
    public async Task What_waits_or_runs_is_not_deleted()
    {
        await using var rig = await new TicketsRig(await MakeDatabaseAsync())
        {
            Services = new() { Commands = [Commands.Stubborn] },
            Compute = new() { Sources = [new() { Name = "0" }], DrainTime = TimeSpan.Zero },
        }.UpAsync();
        var running = await rig.SubmitAsync(Commands.Stubborn.Name, "{}");
        await rig.SaysAsync(running, "It is ready.");
        var waiting = await rig.SubmitAsync(Commands.Stubborn.Name, "{}");

        Assert.Equal(ActOutcome.Conflict, await Removal(rig).RemoveAsync(TicketNames.Kind, running));
        Assert.Equal(ActOutcome.Conflict, await Removal(rig).RemoveAsync(TicketNames.Kind, waiting));
        Assert.True(await rig.HasBlobAsync(await UploadOfAsync(rig, waiting)));
        Assert.Equal(ActOutcome.Accepted, await rig.Grains.GetTicket(waiting).CancelAsync("enough"));
        Assert.Equal(ActOutcome.Accepted, await Removal(rig).RemoveAsync(TicketNames.Kind, waiting));
        Assert.Equal(ActOutcome.Unknown, await Removal(rig).RemoveAsync("job", running));
    }

    [Fact]
    public async Task What_a_killed_node_left_of_a_removal_goes_when_it_is_back()
    {
        await using var rig = await StartAsync();
        var spent = await rig.UploadAsync([1, 2, 3]);
        var named = await rig.SubmissionAsync(1_000_000, BuiltInServices.FloatComputation, [1]);
        var listed = new[] { spent, named.Archive };
        await rig.Grains.Reach<IQueueGrain>(TicketNames.Queue).PauseAsync("the test", "to keep it waiting");
        Assert.True(await rig.Grains.GetTicket(1_000_000).SubmitAsync(named));

        // As a commit leaves them whose node dies before it has deleted anything.
        await rig.Database.RunAsync(
            connection => connection.ExecuteAsync("insert into work_spent_blob (blob_id) values (@blob)", listed.Select(blob => new { blob })),
            Cancellation);
        await rig.DownAsync();
        await rig.UpAsync();

        await GoneAsync(rig, spent);
        await EventuallyAsync(async () => (await rig.Store.ReadSpentBlobsAsync("", 10, Cancellation)).Count == 0);
        Assert.True(await rig.HasBlobAsync(named.Archive));
    }

    private static IReadOnlyList<string> Tables => ["work_item", "work_attempt", "work_part", "work_artifact", "ticket_fetched"];

    private static IWorkRemovalGrain Removal(TicketsRig rig) => rig.Grains.Reach<IWorkRemovalGrain>(0);

    private static Task GoneAsync(TicketsRig rig, string blob) => EventuallyAsync(async () => !await rig.HasBlobAsync(blob));

    private static async Task<string> UploadOfAsync(TicketsRig rig, long id) =>
        Assert.Single(await rig.Store.ReadItemArtifactsAsync(id, "upload", Cancellation)).Artifact.BlobId!;

    private static async Task AssertNothingIsLeftAsync(TicketsRig rig, long id)
    {
        foreach (var table in Tables)
        {
            Assert.Equal((table, 0), (table, await CountAsync(rig, table, id)));
        }
    }

    private static Task<long> CountAsync(TicketsRig rig, string table, long id) => rig.Database.QueryAsync(
        connection => connection.ExecuteScalarAsync<long>(
            $"select count(*) from {table} where {(table == "work_item" ? "id" : "item_id")} = @id", new { id }),
        Cancellation);
}
