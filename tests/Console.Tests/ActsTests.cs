using Switchyard.Servers;
using Switchyard.Tables;
using static Microsoft.Playwright.Assertions;

namespace Switchyard.OperatorConsole;

[Collection(ConsoleSuite.Name)]
public sealed class ActsTests
{
    private readonly ConsoleHost _host;

    public ActsTests(ConsoleHost host)
    {
        _host = host;
        host.Campaign.Clear();
        Samples.Fill(host.Campaign, TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public async Task A_reset_is_counted_first_and_done_only_when_confirmed()
    {
        _host.Campaign.ResetFinds = new ResetOutcome(177, []);
        await using var visit = await Visit.ToAsync(_host, "/");

        await visit["reset-which-partial-miss-cea"].ClickAsync();
        await visit["reset-dry-run"].ClickAsync();
        await Expect(visit["reset-count"]).ToHaveTextAsync("177");
        Assert.Equal([true], _host.Campaign.Resets.Select(reset => reset.DryRun));

        await visit["reset-confirm"].ClickAsync();
        await Expect(visit["reset-dry-run"]).ToBeVisibleAsync();
        Assert.Equal([true, false], _host.Campaign.Resets.Select(reset => reset.DryRun));
        Assert.All(_host.Campaign.Resets, reset => Assert.Equal(ResetSelection.PartialMissCea, reset.Which));
        visit.AssertClean();
    }

    [Fact]
    public async Task Another_selection_takes_the_count_away()
    {
        _host.Campaign.ResetFinds = new ResetOutcome(3, []);
        await using var visit = await Visit.ToAsync(_host, "/");
        await visit["reset-dry-run"].ClickAsync();
        await Expect(visit["reset-confirm"]).ToBeVisibleAsync();

        await visit["reset-which-full-miss-cea"].ClickAsync();

        await Expect(visit["reset-confirm"]).ToHaveCountAsync(0);
        Assert.All(_host.Campaign.Resets, reset => Assert.True(reset.DryRun));
    }

    [Fact]
    public async Task Named_tables_are_sent_line_by_line_and_unknown_names_are_told()
    {
        _host.Campaign.ResetFinds = new ResetOutcome(1, [Samples.Hostile]);
        await using var visit = await Visit.ToAsync(_host, "/");

        await visit["reset-which-named"].ClickAsync();
        await Expect(visit["reset-dry-run"]).ToBeDisabledAsync();
        await visit.Page.Locator("#reset-names").FillAsync($"0A2WQ3CX\n  {Samples.Hostile}\n\n0A2WQ3CX");
        await visit["reset-dry-run"].ClickAsync();

        await Expect(visit["reset-unknown"]).ToContainTextAsync(Samples.Hostile);
        Assert.Equal(["0A2WQ3CX", Samples.Hostile], Assert.Single(_host.Campaign.Resets).Names);
        Assert.True(await visit.Page.EvaluateAsync<bool>("window.hacked === undefined"));
    }

    [Fact]
    public async Task A_reset_of_nothing_cannot_be_confirmed()
    {
        await using var visit = await Visit.ToAsync(_host, "/");

        await visit["reset-dry-run"].ClickAsync();

        await Expect(visit["reset-count"]).ToHaveTextAsync("0");
        await Expect(visit["reset-confirm"]).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_pause_needs_a_reason_and_is_told_on_every_page_until_it_ends()
    {
        await using var visit = await Visit.ToAsync(_host, "/");
        await Expect(visit["pause"]).ToBeDisabledAsync();
        await visit.Page.Locator("#pause-reason").FillAsync("the lookup service moves " + Samples.Hostile);
        await visit["pause"].ClickAsync();

        await Expect(visit["pause-banner"]).ToContainTextAsync("paused by operator: the lookup service moves " + Samples.Hostile);
        await visit.Page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "Clients" }).ClickAsync();
        await Expect(visit["client-row"].First).ToBeVisibleAsync();
        await Expect(visit["pause-banner"]).ToBeVisibleAsync();

        await visit.Page.GoBackAsync();
        await visit["resume"].ClickAsync();
        await Expect(visit["pause-banner"]).ToHaveCountAsync(0);
        Assert.Null(_host.Campaign.Queue.Pause);
        visit.AssertClean();
    }

    [Fact]
    public async Task An_act_that_fails_is_told_and_the_page_lives_on()
    {
        await using var visit = await Visit.ToAsync(_host, "/");
        await Expect(visit["tables-total"]).ToBeVisibleAsync();
        _host.Campaign.Away = "storage is unreachable";

        await visit["audit-fetch"].ClickAsync();
        await Expect(visit.Page.Locator(".mud-snackbar")).ToContainTextAsync("storage is unreachable");

        _host.Campaign.Away = null;
        await visit["audit-fetch"].ClickAsync();
        await Expect(visit["audit-table"]).ToBeVisibleAsync();
        visit.AssertClean();
    }
}
