using Microsoft.Playwright;
using Switchyard.Servers;
using Switchyard.Tables;
using Switchyard.Work;
using static Microsoft.Playwright.Assertions;

namespace Switchyard.OperatorConsole;

[Collection(ConsoleSuite.Name)]
public sealed class OverviewTests
{
    private readonly ConsoleHost _host;

    public OverviewTests(ConsoleHost host)
    {
        _host = host;
        host.Campaign.Clear();
        Samples.Fill(host.Campaign, TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public async Task The_numbers_of_the_campaign_are_shown()
    {
        await using var visit = await Visit.ToAsync(_host, "/");

        await Expect(visit["tables-total"]).ToHaveTextAsync("12,480");
        await Expect(visit["tables-results"]).ToHaveAttributeAsync("data-value", "8391");
        await Expect(visit["tables-errors"]).ToHaveTextAsync("177");
        await Expect(visit["tables-unfinished"]).ToHaveTextAsync("3,912");
        await Expect(visit["tables-finished"]).ToHaveTextAsync("No");
        await Expect(visit["time-result"]).ToHaveTextAsync("1 minute 34 seconds");
        await Expect(visit["eta"]).ToHaveTextAsync("4 hours 15 minutes 20 seconds");
        await Expect(visit["clients-quarter"]).ToHaveTextAsync("24");
        await Expect(visit["coverage-cea"]).ToHaveTextAsync("412,020 / 600,112 (68.66%)");
        await Expect(visit["coverage-cpa"]).ToHaveTextAsync("no targets");
        await Expect(visit["health-queued"]).ToHaveTextAsync("3,888");
        await Expect(visit["import-state"]).ToHaveTextAsync("Finished");
        visit.AssertClean();
    }

    [Fact]
    public async Task Links_lead_to_the_downloads_and_results_have_none_before_there_are_results()
    {
        _host.Campaign.Statistics = _host.Campaign.Statistics with { HasResults = false };
        await using var visit = await Visit.ToAsync(_host, "/");

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
        await using var visit = await Visit.ToAsync(_host, "/");

        var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit["download-audit"].ClickAsync());

        Assert.Equal("audit.jsonl", download.SuggestedFilename);
        Assert.Equal("audit", await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task New_numbers_appear_without_a_reload()
    {
        await using var visit = await Visit.ToAsync(_host, "/");
        await Expect(visit["tables-results"]).ToHaveTextAsync("8,391");
        await visit.Page.EvaluateAsync("window.sameDocument = true");

        _host.Campaign.Statistics = _host.Campaign.Statistics with { Results = 8_392, Unfinished = 0 };

        await Expect(visit["tables-results"]).ToHaveTextAsync("8,392");
        await Expect(visit["tables-finished"]).ToHaveTextAsync("Yes");
        Assert.True(await visit.Page.EvaluateAsync<bool>("window.sameDocument === true"));
    }

    [Fact]
    public async Task The_chart_tells_results_and_errors_of_the_chosen_time()
    {
        var now = TimeProvider.System.GetUtcNow();
        _host.Campaign.Rates =
        [
            new RatePoint(now - TimeSpan.FromMinutes(20), "completed", 7),
            new RatePoint(now - TimeSpan.FromMinutes(20), "failed", 2),
            new RatePoint(now - TimeSpan.FromHours(3), "completed", 100),
        ];
        await using var visit = await Visit.ToAsync(_host, "/");

        await Expect(visit["rates-chart"]).ToHaveAttributeAsync("aria-label", "Last 1h: 7 results, 2 errors");
        await visit["rates-6h"].ClickAsync();
        await Expect(visit["rates-chart"]).ToHaveAttributeAsync("aria-label", "Last 6h: 107 results, 2 errors");
        await Expect(visit["rates-chart"].Locator("path.mud-chart-serie").First).ToBeAttachedAsync();
        visit.AssertClean();
    }

    [Fact]
    public async Task Reports_are_fetched_on_demand()
    {
        await using var visit = await Visit.ToAsync(_host, "/");

        await visit["missing-fetch"].ClickAsync();
        await Expect(visit["missing-cea"]).ToContainTextAsync("0BZK1R77");
        await visit["evaluation-fetch"].ClickAsync();
        await Expect(visit["evaluation-table"]).ToContainTextAsync("379,411");
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
        _host.Campaign.Statistics = _host.Campaign.Statistics with { HasEvaluation = false };
        await using var visit = await Visit.ToAsync(_host, "/");

        await Expect(visit["audit-card"]).ToBeVisibleAsync();
        await Expect(visit["evaluation-card"]).ToHaveCountAsync(0);
        await Expect(visit["analysis-card"]).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task An_import_is_started_and_its_problems_are_listed_as_text()
    {
        await using var visit = await Visit.ToAsync(_host, "/");

        await visit["import-start"].ClickAsync();
        await visit["import-problems-show"].ClickAsync();

        await Expect(visit["import-problem"].Nth(1)).ToHaveTextAsync($"tables/{Samples.Hostile}.csv");
        Assert.Equal(1, _host.Campaign.Imports);
        Assert.True(await visit.Page.EvaluateAsync<bool>("window.hacked === undefined"));
        visit.AssertClean();
    }

    [Fact]
    public async Task An_import_tells_what_was_changed_and_what_was_not_used()
    {
        _host.Campaign.Import = _host.Campaign.Import with
        {
            TablesChanged = new NamedTables(1_204, ["t1"]),
            TablesOut = new NamedTables(7, ["t2"]),
            TablesReturned = new NamedTables(3, ["t1"]),
            TargetsAdded = 5_580,
            TargetsUnused = 12,
            TargetsFiles = [new TargetsFileReport { File = "cea_targets.csv", Task = AnnotationTask.Cea, Targets = 31_468, Outside = 26_617, Hint = "31468 of 31468 lie inside" }],
        };
        await using var visit = await Visit.ToAsync(_host, "/");

        await Expect(visit["import-changed"]).ToHaveTextAsync("1,204");
        await Expect(visit["import-out"]).ToHaveTextAsync("7");
        await Expect(visit["import-returned"]).ToHaveTextAsync("3");
        await Expect(visit["import-added"]).ToHaveTextAsync("5,580");
        await Expect(visit["import-unused"]).ToHaveTextAsync("12");
        await Expect(visit["import-outside"]).ToContainTextAsync("cea_targets.csv: 26,617 of 31,468 targets lie outside their table. 31468 of 31468 lie inside");
        visit.AssertClean();
    }

    [Fact]
    public async Task An_import_that_is_refused_says_why()
    {
        _host.Campaign.ImportAnswer = new ImportProgress { Phase = ImportPhase.Idle, Refused = ImportRefusal.NothingToImport, Error = "There is no targets file." };
        await using var visit = await Visit.ToAsync(_host, "/");

        await visit["import-start"].ClickAsync();

        await Expect(visit["import-error"]).ToHaveTextAsync("There is no targets file.");
    }

    [Fact]
    public async Task An_empty_campaign_says_what_to_do()
    {
        _host.Campaign.Clear();
        await using var visit = await Visit.ToAsync(_host, "/");

        await Expect(visit["no-tables"]).ToContainTextAsync("Tables:InputDirectory");
        await Expect(visit["rates-empty"]).ToContainTextAsync("/getWork");
        await Expect(visit["eta"]).ToHaveTextAsync("\u2013");
        await visit.ShootAsync("overview-empty");
        visit.AssertClean();
    }
}
