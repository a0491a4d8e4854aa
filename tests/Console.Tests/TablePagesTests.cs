using Switchyard.Servers;
using Switchyard.Tables;
using Switchyard.Work;
using static Microsoft.Playwright.Assertions;

namespace Switchyard.OperatorConsole;

[Collection(ConsoleSuite.Name)]
public sealed class TablePagesTests
{
    private readonly ConsoleHost _host;

    public TablePagesTests(ConsoleHost host)
    {
        _host = host;
        host.Campaign.Clear();
        Samples.Fill(host.Campaign, TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public async Task The_list_is_filtered_by_status_and_the_beginning_of_the_name()
    {
        _host.Campaign.Add(TestTable.Named(1, "alpha-1"));
        _host.Campaign.Add(TestTable.Named(2, "alpha-2", WorkStatus.Failed));
        _host.Campaign.Add(Samples.Returned(3, "beta-1"));
        await using var visit = await Visit.ToAsync(_host, "/console/tables");
        await Expect(visit["table-row"]).ToHaveTextAsync(["beta-1", "alpha-2", "alpha-1"]);
        await Expect(visit["table-coverage-cea"].First).ToHaveTextAsync("3 / 4");
        await Expect(visit["table-facets"].First).ToHaveTextAsync("unreadable 1");
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
        for (var id = 1; id <= 60; id++)
        {
            _host.Campaign.Add(TestTable.Named(id, $"t-{id:00}"));
        }

        await using var visit = await Visit.ToAsync(_host, "/console/tables");
        await Expect(visit["table-row"]).ToHaveCountAsync(50);
        await Expect(visit["page-back"]).ToBeDisabledAsync();

        await visit["page-next"].ClickAsync();
        await Expect(visit["table-row"]).ToHaveCountAsync(10);
        await Expect(visit["table-row"].First).ToHaveTextAsync("t-10");
        await Expect(visit["page-next"]).ToBeDisabledAsync();

        await visit["page-back"].ClickAsync();
        await Expect(visit["table-row"].First).ToHaveTextAsync("t-60");
    }

    [Fact]
    public async Task A_row_opens_the_table_with_its_history_mappings_and_origins()
    {
        _host.Campaign.Add(Samples.Returned(7, "0BZK1R77"));
        await using var visit = await Visit.ToAsync(_host, "/console/tables");

        await visit["table-row"].ClickAsync();

        await Expect(visit["table-name"]).ToHaveTextAsync("0BZK1R77");
        await Expect(visit["wait-reason"]).ToHaveTextAsync("Returned with a result.");
        await Expect(visit["lease-outcome"]).ToHaveTextAsync(["result", "error"]);
        await Expect(visit["mapping-row"]).ToHaveCountAsync(5);
        await Expect(visit["targets-card"]).ToContainTextAsync("targets file");
        await Expect(visit["curl-reset"]).ToContainTextAsync("""-d '{"which":"named","tables":["0BZK1R77"],"dryRun":false}'""");
        visit.AssertClean();
    }

    [Fact]
    public async Task What_clients_sent_is_shown_as_text()
    {
        _host.Campaign.Add(Samples.Returned(7, Samples.Hostile));
        await using var visit = await Visit.ToAsync(_host, "/console/tables/" + Uri.EscapeDataString(Samples.Hostile.Replace("/", "", StringComparison.Ordinal)));
        await Expect(visit["table-unknown"]).ToContainTextAsync("onerror");

        _host.Campaign.Add(Samples.Returned(8, "plain"));
        await visit.Page.GotoAsync(new Uri(_host.Address, "/console/tables/plain").ToString());
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
        _host.Campaign.Add(TestTable.Named(7, "t"));
        await using var visit = await Visit.ToAsync(_host, "/console/tables/t");
        await Expect(visit["wait-reason"]).ToHaveTextAsync("Waits: position 3,888 in queue tables");
        await Expect(visit["table-reset"]).ToBeDisabledAsync();

        _host.Campaign.Add(Samples.Returned(7, "t"));

        await Expect(visit["table-status"]).ToHaveTextAsync("completed");
        await Expect(visit["lease"]).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task One_table_is_reset_after_a_question()
    {
        _host.Campaign.Add(Samples.Returned(7, "t"));
        _host.Campaign.ResetFinds = new ResetOutcome(1, []);
        await using var visit = await Visit.ToAsync(_host, "/console/tables/t");

        await visit["table-reset"].ClickAsync();
        Assert.Empty(_host.Campaign.Resets);
        await visit["table-reset-confirm"].ClickAsync();

        await Expect(visit.Page.Locator(".mud-snackbar")).ToContainTextAsync("waits again");
        var reset = Assert.Single(_host.Campaign.Resets);
        Assert.Equal((ResetSelection.Named, "t", false), (reset.Which, Assert.Single(reset.Names), reset.DryRun));
    }

    [Fact]
    public async Task Many_targets_are_not_all_in_the_page_at_once()
    {
        _host.Campaign.Add(TestTable.Named(7, "wide") with
        {
            Mappings = [.. Enumerable.Range(0, 20_000).Select(row => new Mapping(AnnotationTask.Cea, new Annotation(row, 0, null), null))],
        });
        await using var visit = await Visit.ToAsync(_host, "/console/tables/wide");

        await Expect(visit["targets-card"]).ToContainTextAsync("0 of 20,000 mapped");
        await Expect(visit["mapping-row"].First).ToBeVisibleAsync();
        Assert.InRange(await visit["mapping-row"].CountAsync(), 10, 200);
    }

    [Fact]
    public async Task Clients_are_listed_with_what_they_did()
    {
        _host.Campaign.Workers = [_host.Campaign.Workers[0] with { Owner = Samples.Hostile, Held = 2, Completed = 1_234, Failed = 5, Expired = 6 }];
        await using var visit = await Visit.ToAsync(_host, "/console/clients");

        await Expect(visit["client-row"]).ToHaveTextAsync(Samples.Hostile);
        await Expect(visit["client-held"]).ToHaveTextAsync("2");
        await Expect(visit["client-done"]).ToHaveTextAsync("1,234");
        await Expect(visit["client-errors"]).ToHaveTextAsync("5");
        await Expect(visit["client-expired"]).ToHaveTextAsync("6");
        Assert.True(await visit.Page.EvaluateAsync<bool>("window.hacked === undefined"));
        visit.AssertClean();
    }

    [Fact]
    public async Task Clients_whose_answers_are_refused_are_named()
    {
        _host.Campaign.Refused = [.. Enumerable.Range(0, 25).Select(n => new RefusedClient(n == 0 ? Samples.Hostile : $"c{n}", 100 - n, DateTimeOffset.UnixEpoch, "a#b", null))];
        await using var visit = await Visit.ToAsync(_host, "/console/clients");

        await Expect(visit["refused-client"]).ToHaveCountAsync(20);
        await Expect(visit["refused-client"].First).ToContainTextAsync($"{Samples.Hostile}: 100 in a row");
        await Expect(visit["refused-clients"]).ToContainTextAsync("and 5 more.");
        Assert.True(await visit.Page.EvaluateAsync<bool>("window.hacked === undefined"));
        visit.AssertClean();
    }
}
