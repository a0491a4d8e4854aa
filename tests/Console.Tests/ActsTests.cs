using Switchyard.Nodes;
using Switchyard.Tables;
using Switchyard.Work;
using static Microsoft.Playwright.Assertions;

namespace Switchyard.OperatorConsole;

public sealed class ActsTests(ConsoleBrowser browser) : ConsoleTest(browser)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_reset_is_counted_first_and_done_only_when_confirmed()
    {
        await StartAsync(files =>
        {
            files.Table("some-1", ["1,0", "2,0"]);
            files.Table("some-2", ["1,0", "2,0"]);
            files.Table("all", ["1,0", "2,0"]);
        });
        foreach (var table in (string[])["some-1", "some-2"])
        {
            await Node.Campaign.ReturnAsync(table, "c", Minute, [new Annotation(1, 0, "Q1")]);
        }

        await Node.Campaign.ReturnAsync("all", "c", Minute, [new Annotation(1, 0, "Q1"), new Annotation(2, 0, "Q1")]);
        using var resets = Resets();
        await using var visit = await VisitAsync("/console/campaign");

        await visit["reset-which-partial-miss-cea"].ClickAsync();
        await visit["reset-dry-run"].ClickAsync();
        await Expect(visit["reset-count"]).ToHaveTextAsync("2");
        Assert.Equal([true], resets.Calls.Select(IsDryRun));
        Assert.Equal([WorkStatus.Completed, WorkStatus.Completed, WorkStatus.Completed], await StatusesAsync("some-1", "some-2", "all"));

        await visit["reset-confirm"].ClickAsync();
        await Expect(visit["reset-dry-run"]).ToBeVisibleAsync();
        Assert.Equal([true, false], resets.Calls.Select(IsDryRun));
        Assert.All(resets.Calls, reset => Assert.Equal(ResetSelection.PartialMissCea, reset.Argument<ResetSelection>(0)));
        Assert.Equal([WorkStatus.Queued, WorkStatus.Queued, WorkStatus.Completed], await StatusesAsync("some-1", "some-2", "all"));
        visit.AssertClean();
    }

    [Fact]
    public async Task Another_selection_takes_the_count_away()
    {
        await StartAsync(files =>
        {
            files.Table("t1");
            files.Table("t2");
            files.Table("t3");
        });
        foreach (var table in (string[])["t1", "t2", "t3"])
        {
            await Node.Campaign.FailAsync(table, "c", Minute, "an error");
        }

        using var resets = Resets();
        await using var visit = await VisitAsync("/console/campaign");
        await visit["reset-dry-run"].ClickAsync();
        await Expect(visit["reset-count"]).ToHaveTextAsync("3");
        await Expect(visit["reset-confirm"]).ToBeVisibleAsync();

        await visit["reset-which-full-miss-cea"].ClickAsync();

        await Expect(visit["reset-confirm"]).ToHaveCountAsync(0);
        Assert.All(resets.Calls, reset => Assert.True(IsDryRun(reset)));
        Assert.Equal([WorkStatus.Failed, WorkStatus.Failed, WorkStatus.Failed], await StatusesAsync("t1", "t2", "t3"));
    }

    [Fact]
    public async Task Named_tables_are_sent_line_by_line_and_unknown_names_are_told()
    {
        await StartAsync(files => files.Table("0A2WQ3CX"));
        await Node.Campaign.FailAsync("0A2WQ3CX", "c", Minute, "an error");
        using var resets = Resets();
        await using var visit = await VisitAsync("/console/campaign");

        await visit["reset-which-named"].ClickAsync();
        await Expect(visit["reset-dry-run"]).ToBeDisabledAsync();
        await visit.Page.Locator("#reset-names").FillAsync($"0A2WQ3CX\n  {Samples.Hostile}\n\n0A2WQ3CX");
        await visit["reset-dry-run"].ClickAsync();

        await Expect(visit["reset-unknown"]).ToContainTextAsync(Samples.Hostile);
        Assert.Equal(["0A2WQ3CX", Samples.Hostile], Assert.Single(resets.Calls).Argument<IReadOnlyList<string>>(1));
        Assert.True(await visit.Page.EvaluateAsync<bool>("window.hacked === undefined"));
    }

    [Fact]
    public async Task A_reset_of_nothing_cannot_be_confirmed()
    {
        await StartAsync(files => files.Table("t"));
        await using var visit = await VisitAsync("/console/campaign");

        await visit["reset-dry-run"].ClickAsync();

        await Expect(visit["reset-count"]).ToHaveTextAsync("0");
        await Expect(visit["reset-confirm"]).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_pause_needs_a_reason_and_is_told_on_every_page_until_it_ends()
    {
        await StartAsync(files => files.Table("t"));
        await Node.Campaign.AssignAsync("t", "c");
        await using var visit = await VisitAsync("/console/campaign");
        await Expect(visit["pause"]).ToBeDisabledAsync();
        await visit.Page.Locator("#pause-reason").FillAsync("the lookup service moves " + Samples.Hostile);
        await visit["pause"].ClickAsync();

        await Expect(visit["pause-banner"]).ToContainTextAsync("paused by operator: the lookup service moves " + Samples.Hostile);
        Assert.Equal(
            new QueuePause("operator", "the lookup service moves " + Samples.Hostile, Node.Clock.GetUtcNow()), await Node.Campaign.Queue.GetPauseAsync());
        await visit.Page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "Clients" }).ClickAsync();
        await Expect(visit["client-row"].First).ToBeVisibleAsync();
        await Expect(visit["pause-banner"]).ToBeVisibleAsync();

        await visit.Page.GoBackAsync();
        await visit["resume"].ClickAsync();
        await Expect(visit["pause-banner"]).ToHaveCountAsync(0);
        Assert.Null((await Node.Campaign.Queue.GetStatusAsync()).Pause);
        visit.AssertClean();
    }

    [Fact]
    public async Task An_act_that_fails_is_told_and_the_page_lives_on()
    {
        await StartAsync(files => files.Table("t"));
        await using var visit = await VisitAsync("/console/campaign");
        await Expect(visit["tables-total"]).ToBeVisibleAsync();
        using (Node.Faults.Away(new SiloUnavailableException("storage is unreachable")))
        {
            await visit["audit-fetch"].ClickAsync();
            await Expect(visit.Page.Locator(".mud-snackbar")).ToContainTextAsync("storage is unreachable");
        }

        await visit["audit-fetch"].ClickAsync();
        await Expect(visit["audit-table"]).ToBeVisibleAsync();
        visit.AssertClean();
    }

    private static bool IsDryRun(GrainCall reset) => reset.Argument<bool>(2);

    private CallFault Resets() => Node.Faults.Watch<ICampaignGrain>(nameof(ICampaignGrain.ResetAsync), _ => true);

    private async Task<WorkStatus[]> StatusesAsync(params string[] tables) =>
        await Task.WhenAll(tables.Select(async table => (await (await Node.Campaign.FindAsync(table)).GetAsync())!.Status));
}
