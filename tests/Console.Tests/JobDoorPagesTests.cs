using Microsoft.Playwright;
using Switchyard.Jobs;
using Switchyard.Nodes;
using static Microsoft.Playwright.Assertions;

namespace Switchyard.OperatorConsole;

public sealed class JobDoorPagesTests(ConsoleBrowser browser) : ConsoleTest(browser)
{
    private ConsoleJobs Jobs => Node.Jobs;

    [Fact]
    public async Task Targets_are_listed_and_lead_to_their_jobs()
    {
        await StartAsync();
        var added = await Jobs.AddAsync(JobOperation.Add, "APE", JobStatus.Completed);
        await Jobs.AddAsync(new JobParameters(JobOperation.SetStatus, Samples.Hostile, ReleaseStatus: ReleaseStatus.Draft), JobStatus.Built);
        await Jobs.AddAsync(JobOperation.Add, "BEAR");
        var bump = await Jobs.AddAsync(
            new JobParameters(
                JobOperation.Bump,
                JobNames.Datastore,
                new BumpManifesto("1.1.0.0", "", 0, "no", null, [new DataStructureUpdate("APE", "new", "ADD", "PENDING_RELEASE")]),
                BumpFromVersion: "1.0.0.0",
                BumpToVersion: "1.1.0.0"),
            JobStatus.Completed);
        await using var visit = await VisitAsync("/console/targets");
        await Expect(visit["target-row"]).ToHaveTextAsync(["APE", Samples.Hostile, "BEAR", "DATASTORE"]);
        await Expect(visit["target-action"]).ToHaveTextAsync(["RELEASED, 1.1.0.0", "SET_STATUS, DRAFT", "ADD", "BUMP, 1.0.0.0, 1.1.0.0"]);
        await Expect(visit["job-status"]).ToHaveTextAsync(["completed", "built", "queued", "completed"]);
        await visit.ShootAsync("targets");

        await visit["target-link"].First.ClickAsync();
        await Expect(visit["job-row"]).ToHaveTextAsync([$"{bump}", $"{added}"]);
        visit.AssertClean();
    }

    [Fact]
    public async Task Targets_are_paged_forth_and_back()
    {
        await StartAsync();
        for (var number = 1; number <= 60; number++)
        {
            await Jobs.AddAsync(JobOperation.Add, $"T_{number}");
        }

        await using var visit = await VisitAsync("/console/targets");
        await Expect(visit["target-row"]).ToHaveCountAsync(50);

        await visit["page-next"].ClickAsync();
        await Expect(visit["target-row"]).ToHaveCountAsync(10);
        await visit["page-back"].ClickAsync();
        await Expect(visit["target-row"].First).ToHaveTextAsync("T_1");
    }

    [Fact]
    public async Task Datasets_are_listed_and_those_of_the_input_can_be_deleted()
    {
        await StartAsync();
        await DatasetArchive.WriteAsync(Node.Datasets, "APE");
        await DatasetArchive.WriteAsync(Node.Datasets, "BEAR", "BEAR.json");
        await DatasetArchive.WriteAsync(Path.Combine(Node.Datasets, "archive"), "APE");
        using var deletions = Node.Faults.Watch<ITargetGrain>(nameof(ITargetGrain.DeleteDatasetAsync), _ => true);
        await using var visit = await VisitAsync("/console/datasets");
        await Expect(visit["dataset-row"]).ToHaveTextAsync(["APE", "BEAR", "APE"]);
        await Expect(visit["dataset-contents"]).ToHaveTextAsync(["metadata and data", "metadata", "metadata and data"]);
        await Expect(visit["dataset-place"].Last).ToContainTextAsync("archive");
        await Expect(visit["dataset-delete"]).ToHaveCountAsync(2);
        await visit.ShootAsync("datasets");

        await visit["dataset-delete"].Last.ClickAsync();
        Assert.Empty(deletions.Calls);
        await visit["confirm-yes"].ClickAsync();
        await Expect(visit.Page.Locator(".mud-snackbar")).ToContainTextAsync("BEAR is deleted.");
        Assert.Equal(TargetKeys.KeyOf("BEAR"), Assert.Single(deletions.Calls).Key);
        Assert.Equal(["APE.tar"], Directory.EnumerateFiles(Node.Datasets).Select(Path.GetFileName));
        await Expect(visit["dataset-row"]).ToHaveTextAsync(["APE", "APE"]);
        visit.AssertClean();
    }

    [Fact]
    public async Task A_dataset_whose_job_is_active_is_not_deleted_and_it_is_told()
    {
        await StartAsync();
        await DatasetArchive.WriteAsync(Node.Datasets, "APE");
        await Jobs.AddAsync(JobOperation.Add, "APE");
        await using var visit = await VisitAsync("/console/datasets");

        await visit["dataset-delete"].ClickAsync();
        await visit["confirm-yes"].ClickAsync();

        await Expect(visit.Page.Locator(".mud-snackbar")).ToContainTextAsync("A job for APE is active");
        Assert.True(File.Exists(Path.Combine(Node.Datasets, "APE.tar")));
    }

    [Fact]
    public async Task Maintenance_needs_a_message_and_is_told_on_every_page_until_it_ends()
    {
        await StartAsync();
        await using var visit = await VisitAsync("/console/maintenance");
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
        Assert.Equal([false, true, false], (await Jobs.Maintenance.GetHistoryAsync(before: null, 10)).Select(record => record.Paused));
        visit.AssertClean();
    }

    [Fact]
    public async Task The_history_is_paged_to_its_beginning()
    {
        await StartAsync();
        for (var number = 2; number <= 30; number++)
        {
            await Jobs.Maintenance.SetAsync($"{number}", paused: false, "ann");
        }

        await using var visit = await VisitAsync("/console/maintenance");
        await Expect(visit["history-message"].First).ToHaveTextAsync("30");

        await visit["page-next"].ClickAsync();
        await Expect(visit["history-message"]).ToHaveTextAsync(["5", "4", "3", "2", "Initial status inserted by at startup."]);
        await Expect(visit["page-next"]).ToBeDisabledAsync();
        await visit["page-first"].ClickAsync();
        await Expect(visit["history-message"].First).ToHaveTextAsync("30");

        await visit["order"].ClickAsync();
        await Expect(visit["history-message"].Nth(1)).ToHaveTextAsync("2");
        await visit["page-next"].ClickAsync();
        await Expect(visit["history-message"]).ToHaveTextAsync(["26", "27", "28", "29", "30"]);
        await visit["order"].ClickAsync();
        await Expect(visit["history-message"].First).ToHaveTextAsync("30");
    }
}
