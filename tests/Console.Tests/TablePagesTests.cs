using Switchyard.Nodes;
using Switchyard.Tables;
using Switchyard.Work;
using static Microsoft.Playwright.Assertions;

namespace Switchyard.OperatorConsole;

public sealed class TablePagesTests(ConsoleBrowser browser) : ConsoleTest(browser)
{
    [Fact]
    public async Task The_list_is_filtered_by_status_and_the_beginning_of_the_name()
    {
        await StartAsync(files =>
        {
            files.Table("alpha-1");
            files.Table("alpha-2");
            files.ReturnedTable("beta-1");
            files.Unreadable("gamma-1");
        });
        await Node.Campaign.FailAsync("alpha-2", "c", TimeSpan.FromMinutes(1), "an error");
        await Node.Campaign.ReturnTwiceAsync("beta-1");
        await using var visit = await VisitAsync("/console/tables");
        await Expect(visit["table-row"]).ToHaveTextAsync(["gamma-1", "beta-1", "alpha-2", "alpha-1"]);
        await Expect(visit["table-coverage-cea"]).ToHaveTextAsync(["\u2013", "3 / 4", "0 / 1", "0 / 1"]);
        await Expect(visit["table-facets"]).ToHaveTextAsync(["unreadable 1", "", "", ""]);
        await visit.ShootAsync("tables");

        await visit.Page.Locator("#filter-name").FillAsync("alpha");
        await Expect(visit["table-row"]).ToHaveTextAsync(["alpha-2", "alpha-1"]);

        await visit["filter-status"].ClickAsync();
        await visit.Page.Locator(".mud-popover .mud-list-item").GetByText("failed", new() { Exact = true }).ClickAsync();
        await Expect(visit["table-row"]).ToHaveTextAsync(["alpha-2"]);
        Assert.EndsWith("?name=alpha&status=failed", visit.Page.Url, StringComparison.Ordinal);
        visit.AssertClean();
    }

    [Fact]
    public async Task The_list_is_paged_forth_and_back()
    {
        await StartAsync(files =>
        {
            for (var number = 1; number <= 60; number++)
            {
                files.Table($"t-{number:00}");
            }
        });
        await using var visit = await VisitAsync("/console/tables");
        await Expect(visit["table-row"]).ToHaveCountAsync(50);
        await Expect(visit["page-first"]).ToBeDisabledAsync();

        await visit["page-next"].ClickAsync();
        await Expect(visit["table-row"]).ToHaveCountAsync(10);
        await Expect(visit["table-row"].First).ToHaveTextAsync("t-10");
        await Expect(visit["page-next"]).ToBeDisabledAsync();

        await visit.Page.GoBackAsync();
        await Expect(visit["table-row"].First).ToHaveTextAsync("t-60");
        await visit["page-next"].ClickAsync();
        await visit["page-first"].ClickAsync();
        await Expect(visit["table-row"].First).ToHaveTextAsync("t-60");
    }

    [Fact]
    public async Task A_row_opens_the_table_with_its_history_mappings_and_origins()
    {
        await StartAsync(files => files.ReturnedTable("0BZK1R77"));
        await Node.Campaign.ReturnTwiceAsync("0BZK1R77");
        await using var visit = await VisitAsync("/console/tables");

        await visit["table-row"].ClickAsync();

        await Expect(visit.Page.Locator("h1")).ToHaveTextAsync("0BZK1R77");
        await Expect(visit["wait-reason"]).ToHaveTextAsync("Returned with a result.");
        await Expect(visit["lease-outcome"]).ToHaveTextAsync(["result", "error"]);
        await Expect(visit["mapping-row"]).ToHaveCountAsync(5);
        await Expect(visit["targets-card"]).ToContainTextAsync("targets file");
        await Expect(visit["curl-reset"]).ToContainTextAsync("""-d '{"which":"named","tables":["0BZK1R77"],"dryRun":false}'""");

        // As a work item it shows what it is mapped to, and nothing that is not.
        await visit["table-item"].ClickAsync();
        await Expect(visit["item-status"]).ToHaveTextAsync("completed");
        await Expect(visit["mapping-row"]).ToHaveCountAsync(4);
        await Expect(visit["targets-card"]).ToContainTextAsync("4 of 5 mapped");
        await Expect(visit["table-json"]).ToHaveAttributeAsync("href", "api/v1/tables/items/0BZK1R77");
        visit.AssertClean();
    }

    [Fact]
    public async Task What_clients_sent_is_shown_as_text()
    {
        await StartAsync(files => files.ReturnedTable("plain"));
        await Node.Campaign.ReturnTwiceAsync("plain");
        await using var visit = await VisitAsync("/console/tables/" + Uri.EscapeDataString(Samples.Hostile.Replace("/", "", StringComparison.Ordinal)));
        await Expect(visit["table-unknown"]).ToContainTextAsync("onerror");

        await visit.GoAsync("/console/tables/plain");
        await visit["error-show"].ClickAsync();

        await Expect(visit["error-text"]).ToContainTextAsync(Samples.Hostile);
        await Expect(visit["lease-client"].First).ToHaveTextAsync(Samples.Hostile);
        await Expect(visit["mapping-mapped"].Nth(2)).ToHaveTextAsync(Samples.Hostile);
        Assert.True(await visit.Page.EvaluateAsync<bool>("window.hacked === undefined && !document.querySelector('img[src=x]')"));
        await visit.ShootAsync("table");
        visit.AssertClean();
    }

    [Fact]
    public async Task A_table_that_comes_back_changes_its_open_page()
    {
        await StartAsync(files =>
        {
            files.Table("out");
            files.Table("before");
            files.ReturnedTable("t");
        });
        Assert.Equal("out", (await Node.Campaign.Grain.GetWorkAsync("c", TimeSpan.FromSeconds(10), Cancelled)).Package?.Name);
        await using var visit = await VisitAsync("/console/tables/t");
        await Expect(visit["wait-reason"]).ToHaveTextAsync("Waits: position 2 in queue tables");
        await Expect(visit["table-reset"]).ToBeDisabledAsync();

        await Node.Campaign.ReturnTwiceAsync("t");

        await Expect(visit["table-status"]).ToHaveTextAsync("completed");
        await Expect(visit["lease"]).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task One_table_is_reset_after_a_question()
    {
        await StartAsync(files => files.ReturnedTable("t"));
        await Node.Campaign.ReturnTwiceAsync("t");
        using var resets = Node.Faults.Watch<ICampaignGrain>(nameof(ICampaignGrain.ResetAsync), _ => true);
        await using var visit = await VisitAsync("/console/tables/t");

        await visit["table-reset"].ClickAsync();
        Assert.Empty(resets.Calls);
        await visit["confirm-yes"].ClickAsync();

        await Expect(visit.Page.Locator(".mud-snackbar")).ToContainTextAsync("waits again");
        var reset = Assert.Single(resets.Calls);
        Assert.Equal(
            (ResetSelection.Named, "t", false),
            (reset.Argument<ResetSelection>(0), Assert.Single(reset.Argument<IReadOnlyList<string>>(1)), reset.Argument<bool>(2)));
        Assert.Equal(WorkStatus.Queued, (await (await Node.Campaign.FindAsync("t")).GetAsync())!.Status);
    }

    [Fact]
    public async Task Many_targets_are_not_all_in_the_page_at_once()
    {
        await StartAsync(files => files.Table("wide", Enumerable.Range(0, 20_000).Select(row => $"{row},0")));
        await using var visit = await VisitAsync("/console/tables/wide");

        await Expect(visit["targets-card"]).ToContainTextAsync("0 of 20,000 mapped");
        await Expect(visit["mapping-row"].First).ToBeVisibleAsync();
        Assert.InRange(await visit["mapping-row"].CountAsync(), 10, 200);
    }

    [Fact]
    public async Task Clients_are_listed_with_what_they_did()
    {
        await StartAsync(files =>
        {
            for (var number = 1; number <= 25; number++)
            {
                files.Table($"t{number}");
            }
        });
        var table = 0;
        await RepeatAsync(6, name => Node.Campaign.LoseAsync(name, Samples.Hostile));
        await RepeatAsync(12, name => Node.Campaign.ReturnAsync(name, Samples.Hostile, TimeSpan.FromMinutes(1), []));
        await RepeatAsync(5, name => Node.Campaign.FailAsync(name, Samples.Hostile, TimeSpan.FromMinutes(1), "an error"));
        await RepeatAsync(2, name => Node.Campaign.AssignAsync(name, Samples.Hostile));
        await using var visit = await VisitAsync("/console/clients");

        await Expect(visit["client-row"]).ToHaveTextAsync(Samples.Hostile);
        await Expect(visit["client-held"]).ToHaveTextAsync("2");
        await Expect(visit["client-done"]).ToHaveTextAsync("12");
        await Expect(visit["client-errors"]).ToHaveTextAsync("5");
        await Expect(visit["client-expired"]).ToHaveTextAsync("6");
        Assert.True(await visit.Page.EvaluateAsync<bool>("window.hacked === undefined"));
        visit.AssertClean();

        async Task RepeatAsync(int times, Func<string, Task> act)
        {
            for (var last = table + times; table < last;)
            {
                await act($"t{++table}");
            }
        }
    }

    [Fact]
    public async Task Clients_whose_answers_are_refused_are_named()
    {
        await StartAsync(files => files.Table("a"));
        for (var client = 0; client < 25; client++)
        {
            for (var times = 0; times < 30 - client; times++)
            {
                await Node.Campaign.Grain.RefusedAsync(client == 0 ? Samples.Hostile : $"c{client}", "a#b");
            }
        }

        // Nobody waits for the answer of such a call.
        await Eventually.IsAsync(async () => (await Node.Campaign.Grain.GetRefusedClientsAsync()).Sum(client => client.Refusals) == 450);
        await using var visit = await VisitAsync("/console/clients");

        await Expect(visit["refused-client"]).ToHaveCountAsync(20);
        await Expect(visit["refused-client"].First).ToContainTextAsync($"{Samples.Hostile}: 30 in a row");
        await Expect(visit["refused-clients"]).ToContainTextAsync("and 5 more.");
        Assert.True(await visit.Page.EvaluateAsync<bool>("window.hacked === undefined"));
        visit.AssertClean();
    }
}
