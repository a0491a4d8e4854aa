using Switchyard.Compute;
using Switchyard.Compute.Archives;
using Switchyard.Compute.Services;
using Switchyard.Work;
using static Switchyard.Compute.ComputeRig;

namespace Switchyard.Tickets;

/// <summary>What tickets must do on a real node, whatever its database.</summary>
public abstract partial class TicketsConformance
{
    private const string Sum = """{"f1":0.5,"f2":0.5,"op":"add"}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The connection string of an empty database; null: SQLite.</summary>
    protected abstract Task<string?> MakeDatabaseAsync();

    [Fact]
    public async Task A_half_and_a_half_are_one()
    {
        await using var rig = await StartAsync();
        var id = await rig.SubmitAsync(BuiltInServices.FloatComputation, Sum);

        var ticket = await rig.ResultOfAsync(id);
        Assert.Equal((BuiltInServices.FloatComputation, "192.0.2.7"), (ticket.Service, ticket.Item.Owner));
        await using var result = await rig.OpenAsync(ticket.ResultBlob!);
        Assert.Equal(result.Length, ticket.ResultLength);
        Assert.Equal([("result.txt", "0.5 + 0.5 = 1.0")], await ResultReader.ReadAsync(result));
        Assert.Equal("0@test", (await rig.Grains.GetTicket(id).GetRunAsync())!.Source);
        rig.AssertNothingRuns();
    }

    [Fact]
    public async Task Who_has_not_the_token_cannot_tell_a_ticket_from_none()
    {
        await using var rig = await StartAsync();
        var id = await rig.SubmitAsync(BuiltInServices.FloatComputation, Sum);

        Assert.NotNull(await rig.Grains.GetTicket(id).LookAsync(TicketsRig.HashOf(id)));
        Assert.Null(await rig.Grains.GetTicket(id).LookAsync(TicketsRig.HashOf(id + 1)));
        Assert.Null(await rig.Grains.GetTicket(id).LookAsync([]));
        Assert.Null(await rig.Grains.GetTicket(id + 1).LookAsync(TicketsRig.HashOf(id + 1)));
        Assert.Null(await rig.Grains.GetTicket(id + 1).LookAsync(new byte[32]));
    }

    [Fact]
    public async Task A_submission_may_be_repeated_and_another_does_not_take_its_place()
    {
        await using var rig = await StartAsync();
        var id = await rig.Grains.GetUploads().ReserveIdAsync();
        var submission = await rig.SubmissionAsync(id, BuiltInServices.FloatComputation, Tars.MakeFiles(("main.json", $$"""{"inputs":{{Sum}}}""")));

        Assert.True(await rig.Grains.GetTicket(id).SubmitAsync(submission));
        Assert.True(await rig.Grains.GetTicket(id).SubmitAsync(submission));
        Assert.False(await rig.Grains.GetTicket(id).SubmitAsync(submission with { TokenHash = TicketsRig.HashOf(0) }));
        Assert.False(await rig.Grains.GetTicket(id + 1).SubmitAsync(submission with { Archive = new string('0', 32) }));
        Assert.Equal(1, (await rig.ResultOfAsync(id)).Item.LeaseNumber);
        Assert.Null(await rig.Grains.GetTicket(id + 1).GetAsync());
    }

    [Fact]
    public async Task What_is_wrong_with_the_inputs_is_said_with_their_ids()
    {
        await using var rig = await StartAsync();
        var id = await rig.SubmitAsync(BuiltInServices.FloatComputation, """{"f1":"abc","op":"divide"}""");

        var ticket = await rig.EndOfAsync(id);
        Assert.Equal(WorkStatus.Failed, ticket.Item.Status);
        Assert.Equal(["f1", "f2", "op"], ticket.Error!.Split('\n').Select(line => line.Split(':')[0]));
        Assert.Null(ticket.ResultBlob);
        rig.AssertNothingRuns();
    }

    [Fact]
    public async Task A_retried_ticket_runs_again_on_the_same_upload()
    {
        await using var rig = await StartAsync(new() { Storage = TicketStorage.KeepAll });
        var id = await rig.SubmitAsync(BuiltInServices.FloatComputation, Sum);
        var first = await rig.ResultOfAsync(id);

        Assert.Equal(ActOutcome.Accepted, await rig.Grains.GetTicket(id).ResetAsync());
        await EventuallyAsync(async () => await rig.LookAsync(id) is { ResultBlob: not null, Item.LeaseNumber: 2 });
        var second = await rig.ResultOfAsync(id);
        Assert.NotEqual(first.ResultBlob, second.ResultBlob);
        var kept = await rig.Store.ReadItemArtifactsAsync(id, "result", Cancellation);
        Assert.Equal([first.ResultBlob, second.ResultBlob], kept.Select(stored => stored.Artifact.BlobId));
    }

    [Fact]
    public async Task The_upload_goes_with_its_ticket()
    {
        await using var rig = await StartAsync(new() { Storage = TicketStorage.KeepInput });
        var id = await rig.SubmitAsync(BuiltInServices.FloatComputation, Sum);
        var ticket = await rig.ResultOfAsync(id);

        var upload = Assert.Single(await rig.Store.ReadItemArtifactsAsync(id, "upload", Cancellation)).Artifact;
        await using (var content = await rig.OpenAsync(upload.BlobId!))
        {
            Assert.Equal(content.Length, upload.Length);
        }

        Assert.Equal(
            new[] { upload.BlobId, ticket.ResultBlob }.Order(),
            (await rig.Store.DeleteAsync(id, Cancellation)).Order());
    }

    [Fact]
    public async Task A_result_is_kept_for_a_while_after_it_was_fetched_and_for_ever_when_it_was_only_looked_at()
    {
        await using var rig = await StartAsync(new() { ResultRetention = TimeSpan.FromSeconds(1) });
        var looked = await rig.SubmitAsync(BuiltInServices.FloatComputation, Sum);
        var fetched = await rig.SubmitAsync(BuiltInServices.FloatComputation, Sum);
        var blob = (await rig.ResultOfAsync(looked)).ResultBlob!;
        var gone = (await rig.ResultOfAsync(fetched)).ResultBlob!;

        await rig.Grains.GetTicket(fetched).FetchedAsync();
        await rig.Grains.GetTicket(fetched).FetchedAsync();
        Assert.Equal(gone, (await rig.LookAsync(fetched)).ResultBlob);
        await EventuallyAsync(async () => (await rig.LookAsync(fetched)).ResultBlob is null && !await rig.HasBlobAsync(gone));
        var ticket = await rig.LookAsync(fetched);
        Assert.Equal((WorkStatus.Completed, 0), (ticket.Item.Status, ticket.ResultLength));
        Assert.Equal(blob, (await rig.LookAsync(looked)).ResultBlob);
        Assert.True(await rig.HasBlobAsync(blob));
    }

    [Fact]
    public async Task Five_dummies_on_two_sources_of_one_slot_go_0_1_0_1_0()
    {
        await using var rig = await new TicketsRig(await MakeDatabaseAsync())
        {
            Services = new() { Dummy = new() { Seconds = 600 } },
            Compute = new() { Sources = [new() { Name = "0" }, new() { Name = "1" }], DrainTime = TimeSpan.Zero },
        }.UpAsync();

        var sources = new List<string?>();
        for (var number = 0; number < 5; number++)
        {
            var id = await rig.SubmitAsync(BuiltInServices.Dummy, """{"dummyinput":"Bayern"}""");
            PlacementView? placed = null;
            await EventuallyAsync(async () => (placed = await rig.Grains.GetScheduler().FindAsync(id)) is not null);
            sources.Add(placed!.Source);
        }

        Assert.Equal(["0", "1", "0", "1", "0"], sources);
    }

    [Fact]
    public async Task Forty_tickets_survive_a_restart_and_none_runs_twice_at_the_same_time()
    {
        await using var rig = new TicketsRig(await MakeDatabaseAsync())
        {
            Services = new() { Commands = [Commands.History] },
            Compute = new() { Sources = [new() { Name = "0", Slots = 3 }, new() { Name = "1", Slots = 3 }], DrainTime = TimeSpan.Zero },
        };
        await rig.UpAsync();
        var ids = new List<long>();
        while (ids.Count < 40)
        {
            ids.Add(await rig.SubmitAsync(Commands.History.Name, $$"""{"history":"{{Path.Combine(rig.Root, "history")}}"}"""));
        }

        var history = new RunHistory(Path.Combine(rig.Root, "history"));
        await EventuallyAsync(() => Task.FromResult(history.Running.Count > 0 && history.Ended.Count > 0));
        await rig.DownAsync();
        Assert.Empty(history.Running);
        Assert.InRange(history.Ended.Count, 1, 39);
        await rig.UpAsync();

        foreach (var id in ids)
        {
            await rig.ResultOfAsync(id);
        }

        Assert.Equal(ids.Order(), history.Ended.Distinct().Order());
        Assert.InRange(history.Starts, 41, 80);
        rig.AssertNothingRuns();
    }

    private async Task<TicketsRig> StartAsync(TicketsOptions? tickets = null) =>
        await new TicketsRig(await MakeDatabaseAsync()) { Tickets = tickets ?? new() }.UpAsync();
}
