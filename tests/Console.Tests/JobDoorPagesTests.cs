using Microsoft.Playwright;
using Switchyard.Jobs;
using Switchyard.Servers;
using static Microsoft.Playwright.Assertions;

namespace Switchyard.OperatorConsole;

[Collection(ConsoleSuite.Name)]
public sealed class JobDoorPagesTests
{
    private readonly ConsoleHost _host;

    public JobDoorPagesTests(ConsoleHost host)
    {
        _host = host;
        host.Campaign.Clear();
        host.Jobs.Clear();
    }

    [Fact]
    public async Task Targets_are_listed_and_lead_to_their_jobs()
    {
        _host.Jobs.Targets =
        [
            new TargetView("APE", CampaignState.Start, JobStatus.Completed, TestJob.Ann, ["RELEASED", "1.1.0.0"]),
            new TargetView(Samples.Hostile, CampaignState.Start, JobStatus.Built, TestJob.Ann, ["SET_STATUS", "DRAFT"]),
        ];
        _host.Jobs.Put(TestJob.Of(1, JobOperation.Add, "APE", JobStatus.Completed));
        _host.Jobs.Put(TestJob.Of(2, JobOperation.Add, "BEAR"));
        await using var visit = await Visit.ToAsync(_host, "/console/targets");
        await Expect(visit["target-row"]).ToHaveTextAsync(["APE", Samples.Hostile]);
        await Expect(visit["target-action"]).ToHaveTextAsync(["RELEASED, 1.1.0.0", "SET_STATUS, DRAFT"]);
        await Expect(visit["job-status"]).ToHaveTextAsync(["completed", "built"]);
        await visit.ShootAsync("targets");

        await visit["target-link"].First.ClickAsync();
        await Expect(visit["job-row"]).ToHaveTextAsync(["1"]);
        visit.AssertClean();
    }

    [Fact]
    public async Task Targets_are_paged_forth_and_back()
    {
        _host.Jobs.Targets = [.. Enumerable.Range(1, 60).Select(number =>
            new TargetView($"T_{number}", CampaignState.Start, JobStatus.Completed, TestJob.Ann, ["ADD"]))];
        await using var visit = await Visit.ToAsync(_host, "/console/targets");
        await Expect(visit["target-row"]).ToHaveCountAsync(50);

        await visit["page-next"].ClickAsync();
        await Expect(visit["target-row"]).ToHaveCountAsync(10);
        await visit["page-back"].ClickAsync();
        await Expect(visit["target-row"].First).ToHaveTextAsync("T_1");
    }

    [Fact]
    public async Task Datasets_are_listed_and_those_of_the_input_can_be_deleted()
    {
        _host.Jobs.Datasets = [new("APE", true, true, false), new("BEAR", true, false, false), new("APE", true, true, true)];
        await using var visit = await Visit.ToAsync(_host, "/console/datasets");
        await Expect(visit["dataset-row"]).ToHaveTextAsync(["APE", "BEAR", "APE"]);
        await Expect(visit["dataset-contents"]).ToHaveTextAsync(["metadata and data", "metadata", "metadata and data"]);
        await Expect(visit["dataset-place"].Last).ToContainTextAsync("archive");
        await Expect(visit["dataset-delete"]).ToHaveCountAsync(2);
        await visit.ShootAsync("datasets");

        await visit["dataset-delete"].Last.ClickAsync();
        Assert.Empty(_host.Jobs.Deleted);
        await visit["dataset-confirm"].ClickAsync();
        await Expect(visit.Page.Locator(".mud-snackbar")).ToContainTextAsync("BEAR is deleted.");
        Assert.Equal(["BEAR"], _host.Jobs.Deleted);
        visit.AssertClean();
    }

    [Fact]
    public async Task A_dataset_whose_job_is_active_is_not_deleted_and_it_is_told()
    {
        _host.Jobs.Datasets = [new("APE", true, true, false)];
        _host.Jobs.Deletion = DatasetDeletion.TargetBusy;
        await using var visit = await Visit.ToAsync(_host, "/console/datasets");

        await visit["dataset-delete"].ClickAsync();
        await visit["dataset-confirm"].ClickAsync();

        await Expect(visit.Page.Locator(".mud-snackbar")).ToContainTextAsync("A job for APE is active");
    }

    [Fact]
    public async Task Maintenance_needs_a_message_and_is_told_on_every_page_until_it_ends()
    {
        await using var visit = await Visit.ToAsync(_host, "/console/maintenance");
        await Expect(visit["maintenance-begin"]).ToBeDisabledAsync();
        await visit.Page.Locator("#maintenance-text").FillAsync("the disk is moved " + Samples.Hostile);
        await visit["maintenance-begin"].ClickAsync();

        await Expect(visit["maintenance-banner"]).ToContainTextAsync("by operator: the disk is moved " + Samples.Hostile);
        await Expect(visit["history-message"]).ToHaveTextAsync(["the disk is moved " + Samples.Hostile, "Initial status inserted by at startup."]);
        await Expect(visit["history-by"]).ToHaveTextAsync(["operator", "switchyard"]);
        await Expect(visit["history-paused"]).ToHaveTextAsync(["maintenance", "open"]);
        await visit.ShootAsync("maintenance");

        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Datasets" }).ClickAsync();
        await Expect(visit["no-rows"]).ToBeVisibleAsync();
        await Expect(visit["maintenance-banner"]).ToBeVisibleAsync();

        await visit.Page.GoBackAsync();
        await visit.Page.Locator("#maintenance-text").FillAsync("moved");
        await visit["maintenance-end"].ClickAsync();
        await Expect(visit["maintenance-banner"]).ToHaveCountAsync(0);
        await Expect(visit["maintenance-state"]).ToHaveTextAsync("Open");
        Assert.Equal([false, true, false], _host.Jobs.Maintenance.Select(record => record.Paused));
        visit.AssertClean();
    }

    [Fact]
    public async Task The_history_is_paged_to_its_beginning()
    {
        _host.Jobs.Maintenance = [.. Enumerable.Range(1, 30).Select(number =>
            new MaintenanceRecord(number, $"{number}", false, CampaignState.Start.AddMinutes(number), "ann"))];
        await using var visit = await Visit.ToAsync(_host, "/console/maintenance");
        await Expect(visit["history-message"].First).ToHaveTextAsync("30");

        await visit["page-next"].ClickAsync();
        await Expect(visit["history-message"]).ToHaveTextAsync(["5", "4", "3", "2", "1"]);
        await Expect(visit["page-next"]).ToBeDisabledAsync();
        await visit["page-back"].ClickAsync();
        await Expect(visit["history-message"].First).ToHaveTextAsync("30");
    }

    [Theory]
    [InlineData("/console/jobs", "phone-jobs")]
    [InlineData("/console/jobs/7", "phone-job")]
    [InlineData("/console/targets", "phone-targets")]
    [InlineData("/console/datasets", "phone-datasets")]
    [InlineData("/console/maintenance", "phone-maintenance")]
    public async Task A_phone_shows_each_page_without_scrolling_sideways(string path, string name)
    {
        _host.Jobs.Put(JobSamples.Bump(7));
        _host.Jobs.Targets = [new TargetView(new string('T', 120), CampaignState.Start, JobStatus.Completed, TestJob.Ann, ["ADD"])];
        _host.Jobs.Datasets = [new(new string('D', 120), true, true, false)];
        await using var visit = await Visit.ToAsync(_host, path, width: 390, height: 844, scheme: ColorScheme.Dark);
        await Expect(visit.Page.Locator("h1")).ToBeVisibleAsync();
        await Expect(visit.Page.GetByLabel("Loading")).ToHaveCountAsync(0);

        await visit.ShootAsync(name);

        Assert.Equal(390, await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        visit.AssertClean();
    }
}
