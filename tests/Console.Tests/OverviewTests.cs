using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Switchyard.Tables;
using static Microsoft.Playwright.Assertions;

namespace Switchyard.OperatorConsole;

public sealed class OverviewTests(ConsoleBrowser browser, FullCampaign campaign, FullNode full) : ConsoleTest(browser), IClassFixture<FullNode>
{
    /// <summary>Nobody changes what this one has.</summary>
    private readonly ConsoleNode _full = full.Node;

    [Fact]
    public async Task The_numbers_of_the_campaign_are_shown()
    {
        await using var visit = await VisitAsync(_full, "/console/campaign");

        await Expect(visit["tables-total"]).ToHaveTextAsync("1,248");
        await Expect(visit["tables-results"]).ToHaveAttributeAsync("data-value", "37");
        await Expect(visit["tables-errors"]).ToHaveTextAsync("7");
        await Expect(visit["tables-unfinished"]).ToHaveTextAsync("1,203");
        await Expect(visit["tables-finished"]).ToHaveTextAsync("No");
        await Expect(visit["time-result"]).ToHaveTextAsync("1 minute 34 seconds");
        await Expect(visit["eta"]).ToHaveTextAsync("1 hour 18 minutes 31 seconds");
        await Expect(visit["clients-quarter"]).ToHaveTextAsync("24");
        await Expect(visit["coverage-cea"]).ToHaveTextAsync("11,584 / 13,309 (87.04%)");
        await Expect(visit["coverage-cpa"]).ToHaveTextAsync("no targets");
        await Expect(visit["health-queued"]).ToHaveTextAsync("1,179");
        await Expect(visit["import-state"]).ToHaveTextAsync("Finished");
        visit.AssertClean();
    }

    [Fact]
    public async Task Links_lead_to_the_downloads_and_results_have_none_before_there_are_results()
    {
        await StartAsync(files => files.Table("t"));
        await Node.Campaign.FailAsync("t", "c", TimeSpan.FromMinutes(1), "an error");
        await using var visit = await VisitAsync("/console/campaign");

        await Expect(visit["download-tables"]).ToHaveAttributeAsync("href", "downloadTables");
        await Expect(visit["download-errors"]).ToHaveAttributeAsync("href", "downloadErrors");
        await Expect(visit["download-results"]).ToHaveCountAsync(0);
        await Expect(visit["submission-cea"]).ToHaveAttributeAsync("href", "downloadSubmission/cea");
        await Expect(visit["submission-cpa-missing"]).ToHaveAttributeAsync("href", "downloadSubmission/cpa/missing");
        Assert.NotNull(await visit["download-tables"].GetAttributeAsync("download"));
    }

    [Fact]
    public async Task Audit_records_are_downloaded_as_a_file()
    {
        await using var visit = await VisitAsync(_full, "/console/campaign");

        var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit["download-audit"].ClickAsync());

        Assert.Equal("audit.jsonl", download.SuggestedFilename);
        var lines = await File.ReadAllLinesAsync(await download.PathAsync(), Cancelled);
        Assert.Equal(["generic lookup", "stringSimilarity", "colSimilarity"], lines.Select(line => (string?)JsonNode.Parse(line)!["method"]));
    }

    [Fact]
    public async Task New_numbers_appear_without_a_reload()
    {
        await StartAsync(files =>
        {
            files.Table("t1");
            files.Table("t2");
        });
        await Node.Campaign.ReturnAsync("t1", "c", TimeSpan.FromMinutes(1), []);
        await using var visit = await VisitAsync("/console/campaign");
        await Expect(visit["tables-results"]).ToHaveTextAsync("1");
        await Expect(visit["tables-finished"]).ToHaveTextAsync("No");
        await visit.Page.EvaluateAsync("window.sameDocument = true");

        await Node.Campaign.ReturnAsync("t2", "c", TimeSpan.FromMinutes(1), []);

        await Expect(visit["tables-results"]).ToHaveTextAsync("2");
        await Expect(visit["tables-finished"]).ToHaveTextAsync("Yes");
        Assert.True(await visit.Page.EvaluateAsync<bool>("window.sameDocument === true"));
    }

    [Fact]
    public async Task The_chart_tells_results_and_errors_of_the_chosen_time()
    {
        await StartAsync(files =>
        {
            for (var number = 1; number <= 20; number++)
            {
                files.Table($"t{number}");
            }
        });
        await ReturnAsync(1, 11);
        Node.Clock.Advance(TimeSpan.FromMinutes(160));
        await ReturnAsync(12, 18);
        await Node.Campaign.FailAsync("t19", "c", TimeSpan.Zero, "an error");
        await Node.Campaign.FailAsync("t20", "c", TimeSpan.Zero, "an error");
        Node.Clock.Advance(TimeSpan.FromMinutes(20));
        await using var visit = await VisitAsync("/console/campaign");

        await Expect(visit["rates-chart"]).ToHaveAttributeAsync("aria-label", "Last 1h: 7 results, 2 errors");
        await visit["rates-6h"].ClickAsync();
        await Expect(visit["rates-chart"]).ToHaveAttributeAsync("aria-label", "Last 6h: 18 results, 2 errors");
        await Expect(visit["rates-chart"].Locator("rect.ended").First).ToBeVisibleAsync();
        visit.AssertClean();

        async Task ReturnAsync(int first, int last)
        {
            for (var number = first; number <= last; number++)
            {
                await Node.Campaign.ReturnAsync($"t{number}", "c", TimeSpan.Zero, []);
            }
        }
    }

    [Fact]
    public async Task Reports_are_fetched_on_demand()
    {
        await using var visit = await VisitAsync(_full, "/console/campaign");

        await visit["missing-fetch"].ClickAsync();
        await Expect(visit["missing-cea"]).ToContainTextAsync("0BZK1R77");
        await visit["evaluation-fetch"].ClickAsync();
        await Expect(visit["evaluation-table"]).ToContainTextAsync("11,442");
        await visit["audit-fetch"].ClickAsync();
        await Expect(visit["audit-table"]).ToContainTextAsync("stringSimilarity");
        await visit["analysis-fetch"].ClickAsync();
        await visit["analysis-label"].Filter(new LocatorFilterOptions { HasText = "lookup" }).GetByRole(AriaRole.Button).ClickAsync();
        await Expect(visit["analysis-tables"]).ToContainTextAsync("0BZK1R77");
        await visit.ShootAsync("overview-light");
        visit.AssertClean();
    }

    [Fact]
    public async Task Without_a_solution_directory_there_is_no_evaluation()
    {
        await StartAsync(files => files.Table("t"));
        await using var visit = await VisitAsync("/console/campaign");

        await Expect(visit["audit-card"]).ToBeVisibleAsync();
        await Expect(visit["evaluation-card"]).ToHaveCountAsync(0);
        await Expect(visit["analysis-card"]).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task An_import_is_started_and_its_problems_are_listed_as_text()
    {
        await StartAsync(campaign);
        using var imports = Node.Faults.Watch<ICampaignGrain>(nameof(ICampaignGrain.ImportAsync), _ => true);
        await using var visit = await VisitAsync("/console/campaign");

        await visit["import-start"].ClickAsync();
        await imports.Ended.WaitAsync(Cancelled);
        await Node.Campaign.ImportedAsync();
        await visit["import-problems-show"].ClickAsync();

        await Expect(visit["import-problem"].Nth(1)).ToHaveTextAsync($"tables/{FullCampaign.HostileFile}.csv");
        Assert.Single(imports.Calls);
        Assert.True(await visit.Page.EvaluateAsync<bool>("window.hacked === undefined"));
        visit.AssertClean();
    }

    [Fact]
    public async Task An_import_tells_what_was_changed_and_what_was_not_used()
    {
        await StartAsync(files =>
        {
            foreach (var name in (string[])["waits", "out", "returned", "kept"])
            {
                files.Table(name);
            }
        });
        await Node.Campaign.AssignAsync("out", "c");
        await Node.Campaign.ReturnAsync("returned", "c", TimeSpan.FromMinutes(1), []);
        foreach (var name in (string[])["waits", "out", "returned"])
        {
            Node.Files.Change(name);
        }

        Node.Files.Append("targets/CEA.csv", ["kept,2,1", "kept,2,7", "kept,9,0", "nowhere,1,0", "nowhere,2,0", "nowhere,1,1"]);
        await using var visit = await VisitAsync("/console/campaign");

        await visit["import-start"].ClickAsync();

        await Expect(visit["import-changed"]).ToHaveTextAsync("2");
        await Expect(visit["import-out"]).ToHaveTextAsync("1");
        await Expect(visit["import-returned"]).ToHaveTextAsync("1");
        await Expect(visit["import-added"]).ToHaveTextAsync("3");
        await Expect(visit["import-unused"]).ToHaveTextAsync("3");
        await Expect(visit["import-outside"]).ToContainTextAsync("CEA.csv: 2 of 7 targets lie outside their table.");
        visit.AssertClean();
    }

    [Fact]
    public async Task An_import_that_is_refused_says_why()
    {
        await StartAsync(files => files.Table("t"));
        Node.Files.RemoveTargets();
        await using var visit = await VisitAsync("/console/campaign");

        await visit["import-start"].ClickAsync();

        await Expect(visit["import-error"]).ToContainTextAsync("has no targets file: a .csv file with CEA, CTA or CPA in its name.");
        await Expect(visit["tables-total"]).ToHaveTextAsync("1");
    }

    [Fact]
    public async Task An_empty_campaign_says_what_to_do()
    {
        await StartAsync();
        await using var visit = await VisitAsync("/console/campaign");

        await Expect(visit["no-tables"]).ToContainTextAsync("Tables:InputDirectory");
        await Expect(visit["rates-empty"]).ToContainTextAsync("/getWork");
        await Expect(visit["eta"]).ToHaveTextAsync("\u2013");
        await visit.ShootAsync("overview-empty");
        visit.AssertClean();
    }
}
