using System.Collections.Concurrent;
using Switchyard.Work;

namespace Switchyard.Tables;

public sealed class CampaignTests
{
    [Fact]
    public async Task Every_table_once_in_order_then_copies_then_finished()
    {
        await using var rig = await CampaignRig.StartAsync(tables: 3);

        Assert.Equal(["t1", "t2"], [(await rig.PullAsync("ann")).Name, (await rig.PullAsync("ann")).Name]);
        var third = await rig.PullAsync("bob");
        Assert.Equal("t3", third.Name);

        // Only leased tables remain: of the least copied, then longest out, what the client does not hold itself.
        Assert.Equal("t1", (await rig.PullAsync("bob")).Name);
        Assert.Equal("t3", (await rig.PullAsync("ann")).Name);
        Assert.Equal("t2", (await rig.PullAsync("bob")).Name);

        // Bob holds them all: one of his own again.
        Assert.Contains((await rig.PullAsync("bob")).Name, (string[])["t1", "t2", "t3"]);

        foreach (var name in (string[])["t1", "t2", "t3"])
        {
            Assert.Equal(StoreOutcome.Stored, await rig.ReturnAsync("bob", third with { Name = name }, "Q1"));
        }

        Assert.Equal(GetWorkStatus.Finished, (await rig.Campaign.GetWorkAsync("ann", TimeSpan.Zero, TestContext.Current.CancellationToken)).Status);
    }

    [Fact]
    public async Task Fifty_clients_at_once_never_share_a_first_assignment_and_every_number_is_right()
    {
        const int tables = 300;
        await using var rig = await CampaignRig.StartAsync(tables);
        var returned = new ConcurrentBag<string>();

        await Task.WhenAll(Enumerable.Range(1, 50).Select(async number =>
        {
            var client = $"client {number}";
            while (await rig.Campaign.GetWorkAsync(client, TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken) is { Package: { } package })
            {
                if (await rig.ReturnAsync(client, package, "Q7") == StoreOutcome.Stored)
                {
                    returned.Add(package.Name);
                }
            }
        }));

        var numbers = await rig.Reports.GetStatisticsAsync();
        Assert.Equal(tables, returned.Distinct().Count());
        Assert.Equal((tables, 0L, 0L, 0L), (numbers.Tables, numbers.Unfinished, numbers.Running, numbers.Errors));
        Assert.Equal(returned.Count, numbers.Results);
        Assert.Equal(new Coverage(tables, tables), numbers.Cea);
        Assert.Equal(50, numbers.Clients.Minute);
        var workers = await rig.Node.Grains.GetGrain<IWorkQueriesGrain>(0).ListWorkersAsync("tables", 100);
        Assert.Equal((0L, returned.Count), (workers.Sum(worker => worker.Held), (int)workers.Sum(worker => worker.Completed)));
    }

    [Fact]
    public async Task A_dropped_table_goes_to_another_and_the_late_result_is_still_taken()
    {
        await using var rig = await CampaignRig.StartAsync(tables: 1, lease: TimeSpan.FromSeconds(1));
        var package = await rig.PullAsync("ann");

        var table = await rig.TableAsync("t1");
        await Eventually(async () => (await table.GetAsync())!.Status == WorkStatus.Queued);
        Assert.Equal("t1", (await rig.PullAsync("bob")).Name);

        Assert.Equal(StoreOutcome.Stored, await rig.ReturnAsync("ann", package, "Q1"));
        Assert.Equal(WorkStatus.Completed, (await table.GetAsync())!.Status);
        Assert.Equal(StoreOutcome.Stored, await rig.ReturnAsync("bob", package, "Q2"));
        Assert.Equal(StoreOutcome.NotAssigned, await rig.ReturnAsync("bob", package, "Q3"));

        var details = (await table.GetDetailsAsync())!;
        Assert.All(details.Mappings, mapping => Assert.Equal(("Q2", 2L), (mapping.Annotation.Mapped, mapping.Origin)));
        Assert.Equal([("ann", true), ("bob", true)], details.Assignments.Select(a => (a.Client, a.ResultName is not null)));
        var attempts = await rig.Node.Grains.GetGrain<IWorkQueriesGrain>(0).GetAttemptsAsync(details.Item.Id);
        Assert.Equal([(1L, AttemptOutcome.Expired), (2L, AttemptOutcome.Superseded)], attempts.Select(a => (a.LeaseNumber, a.Outcome)));
    }

    [Fact]
    public async Task Who_has_no_assignment_stores_nothing()
    {
        await using var rig = await CampaignRig.StartAsync(tables: 1);
        var package = await rig.PullAsync("ann");

        Assert.Equal(StoreOutcome.NotAssigned, await rig.ReturnAsync("eve", package, "Q666"));
        Assert.Equal(StoreOutcome.NotAssigned, await rig.FailAsync("eve", "t1", "no"));
        Assert.Equal(StoreOutcome.UnknownTable, await rig.Node.Grains.GetGrain<ITableGrain>(999_999).StoreResultAsync("ann", CampaignRig.Result(package, "Q1")));
        Assert.Equal(new Coverage(0, 1), (await rig.Reports.GetStatisticsAsync()).Cea);
    }

    [Fact]
    public async Task A_paused_queue_hands_out_nothing_and_is_not_finished_either()
    {
        await using var rig = await CampaignRig.StartAsync(tables: 1);
        var queue = rig.Node.Grains.GetGrain<IQueueGrain>("tables");

        await queue.PauseAsync("ops", "upgrade");
        Assert.Equal(GetWorkStatus.Wait, (await rig.Campaign.GetWorkAsync("ann", TimeSpan.Zero, TestContext.Current.CancellationToken)).Status);
        Assert.Equal(("ops", "upgrade"), ((await queue.GetStatusAsync()).Pause!.By, (await queue.GetStatusAsync()).Pause!.Reason));

        var waiting = rig.Campaign.GetWorkAsync("ann", TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        await queue.ResumeAsync("ops");
        Assert.Equal("t1", (await waiting).Package!.Name);
    }

    [Fact]
    public async Task A_client_whose_answers_are_refused_gets_no_more_for_a_while_and_others_do()
    {
        await using var rig = await CampaignRig.StartAsync(tables: 4);
        await rig.PullAsync("ann");
        for (var i = 0; i < 12; i++)
        {
            await rig.Campaign.RefusedAsync("ann", "t#1");
        }

        await Eventually(async () => await rig.Campaign.GetRefusedClientsAsync() is [{ Refusals: 12 }]);
        var refused = Assert.Single(await rig.Campaign.GetRefusedClientsAsync());
        Assert.Equal(("ann", "t#1", refused.LastRefusedAt.AddMinutes(1)), (refused.Client, refused.Table, refused.HeldUntil));
        Assert.Equal(GetWorkStatus.Wait, (await rig.Campaign.GetWorkAsync("ann", TimeSpan.Zero, TestContext.Current.CancellationToken)).Status);
        Assert.Equal("t2", (await rig.PullAsync("bob")).Name);
    }

    [Fact]
    public async Task An_answer_that_is_taken_ends_the_wait()
    {
        await using var rig = await CampaignRig.StartAsync(tables: 4);
        await rig.Campaign.RefusedAsync("ann", "t#1");
        await Eventually(async () => (await rig.Campaign.GetRefusedClientsAsync()).Count == 1);
        var package = await rig.PullAsync("ann");
        for (var i = 0; i < 12; i++)
        {
            await rig.Campaign.RefusedAsync("ann", "t#1");
        }

        await Eventually(async () => await rig.Campaign.GetRefusedClientsAsync() is [{ Refusals: 13 }]);
        await rig.ReturnAsync("ann", package, "Q1");

        Assert.Equal("t2", (await rig.PullAsync("ann")).Name);
        Assert.Empty(await rig.Campaign.GetRefusedClientsAsync());
    }

    [Fact]
    public async Task The_end_is_told_also_to_a_client_that_would_have_to_wait()
    {
        await using var rig = await CampaignRig.StartAsync(tables: 1);
        await rig.ReturnAsync("bob", await rig.PullAsync("bob"), "Q1");
        for (var i = 0; i < 12; i++)
        {
            await rig.Campaign.RefusedAsync("ann", "t#1");
        }

        await Eventually(async () => await rig.Campaign.GetRefusedClientsAsync() is [{ Refusals: 12 }]);
        Assert.Equal(GetWorkStatus.Finished, (await rig.Campaign.GetWorkAsync("ann", TimeSpan.Zero, TestContext.Current.CancellationToken)).Status);
    }

    [Fact]
    public async Task A_name_that_looks_like_another_is_found_by_who_asks_for_it()
    {
        await using var rig = await CampaignRig.StartAsync(tables: 1);
        rig.Write(["t1", "Zu\u0308rich", "file"]);
        await rig.ImportedAsync();

        Assert.Equal("Zu\u0308rich", await rig.Reports.FindAlikeAsync("Z\u00FCrich"));
        Assert.Equal("file", await rig.Reports.FindAlikeAsync("\uFB01le"));
        Assert.Null(await rig.Reports.FindAlikeAsync("Zu\u0308rich"));
        Assert.Null(await rig.Reports.FindAlikeAsync("Z\u00FCrichberg"));
        Assert.Null(await rig.Reports.FindAlikeAsync("t2"));
    }

    [Fact]
    public async Task What_was_out_before_a_restart_is_still_out_after_it()
    {
        await using var rig = await CampaignRig.StartAsync(tables: 2);
        var first = await rig.PullAsync("ann");
        await rig.DownAsync();
        await rig.UpAsync();

        Assert.Equal("t2", (await rig.PullAsync("bob")).Name);
        Assert.Equal("t1", (await rig.PullAsync("bob")).Name);
        Assert.Equal(StoreOutcome.Stored, await rig.ReturnAsync("ann", first, "Q1"));
        Assert.Equal((2L, 1L), ((await rig.Reports.GetStatisticsAsync()).Tables, (await rig.Reports.GetStatisticsAsync()).Results));
    }

    private static async Task Eventually(Func<Task<bool>> condition)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!await condition())
        {
            timeout.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
