using Microsoft.Playwright;
using Switchyard.Acceptance.Yard;
using static Microsoft.Playwright.Assertions;

namespace Switchyard.Acceptance.OperatorConsole;

/// <summary>The console while a client works. One flow, for one campaign goes on from step to step.</summary>
public sealed class ConsoleTests(ConsoleNode node) : IClassFixture<ConsoleNode>
{
    private const string Client = "<b>client</b> 1";

    private readonly LocatorAssertionsToHaveTextOptions _patient = new() { Timeout = 60_000 };

    private Door Door => node.Door;

    [Fact]
    public async Task An_operator_sees_the_campaign_move_finds_the_error_and_resets_it()
    {
        await using var overview = await node.VisitAsync("/console/campaign");
        await Expect(overview["tables-total"]).ToHaveTextAsync("13", _patient);
        await Expect(overview["tables-unfinished"]).ToHaveTextAsync("13", _patient);
        await Expect(overview["import-problems"]).ToHaveTextAsync("1", _patient);

        await WorkAsync();
        await Expect(overview["tables-results"]).ToHaveTextAsync("12", _patient);
        await Expect(overview["tables-errors"]).ToHaveTextAsync("1", _patient);
        await Expect(overview["tables-finished"]).ToHaveTextAsync("Yes", _patient);
        await Expect(overview["coverage-cea"]).ToHaveTextAsync("12 / 13 (92.31%)", _patient);
        await Expect(overview["clients-hour"]).ToHaveTextAsync("1", _patient);

        await ReadErrorAsync();
        await SeeClientAsync();

        await overview["reset-dry-run"].ClickAsync();
        await Expect(overview["reset-count"]).ToHaveTextAsync("1", _patient);
        Assert.Equal(0, (int)(await Door.StatsAsync())["tables"]!["unfinished"]!);
        await overview["reset-confirm"].ClickAsync();
        await Expect(overview["tables-unfinished"]).ToHaveTextAsync("1", _patient);
        Assert.Equal(ConsoleNode.Hostile, (await Door.TakeAsync("another")).Name);
        overview.AssertClean();
    }

    [Fact]
    public async Task The_problems_of_an_import_are_listed()
    {
        await using var visit = await node.VisitAsync("/console/campaign");
        await Expect(visit["import-state"]).ToHaveTextAsync("Finished", _patient);

        await visit["import-problems-show"].ClickAsync();

        await Expect(visit.Page.GetByText("there is no table 'gone'")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        visit.AssertClean();
    }

    /// <summary>All tables are solved but the one whose name would be a script.</summary>
    private async Task WorkAsync()
    {
        for (var turn = 0; turn < 13; turn++)
        {
            var package = await Door.TakeAsync(Client);
            var answer = package.Name == ConsoleNode.Hostile
                ? await Door.StoreErrorAsync(package.Name, Client, "no luck with <script>window.hacked=2</script>")
                : await Door.StoreResultAsync(package.Name, Client, Result.For(package, target => $"Q{target.First}").ToJsonString());
            answer.IsStored();
        }
    }

    private async Task ReadErrorAsync()
    {
        await using var list = await node.VisitAsync("/console/tables?status=failed");
        await list["table-row"].Filter(new LocatorFilterOptions { HasText = ConsoleNode.Hostile }).First.ClickAsync();
        await Expect(list.Page.Locator("h1")).ToHaveTextAsync(ConsoleNode.Hostile, new() { Timeout = 60_000 });
        await Expect(list.Page.GetByText("no luck with <script>window.hacked=2</script>").First).ToBeVisibleAsync(new() { Timeout = 60_000 });
        Assert.True(await list.Page.EvaluateAsync<bool>("window.hacked === undefined"));
        await list.ShootAsync("node-table");
        list.AssertClean();
    }

    private async Task SeeClientAsync()
    {
        await using var clients = await node.VisitAsync("/console/clients");
        await Expect(clients["client-row"]).ToHaveTextAsync(Client, _patient);
        await Expect(clients["client-done"]).ToHaveTextAsync("12", _patient);
        await Expect(clients["client-errors"]).ToHaveTextAsync("1", _patient);
        await Expect(clients["client-held"]).ToHaveTextAsync("0", _patient);
        clients.AssertClean();
    }
}
