using Microsoft.Playwright;
using Switchyard.Jobs;
using Switchyard.Servers;
using Switchyard.Work;
using static Microsoft.Playwright.Assertions;

namespace Switchyard.OperatorConsole;

[Collection(ConsoleSuite.Name)]
public sealed class JobPagesTests
{
    private readonly ConsoleHost _host;

    public JobPagesTests(ConsoleHost host)
    {
        _host = host;
        host.Campaign.Clear();
        host.Jobs.Clear();
    }

    [Fact]
    public async Task Jobs_are_listed_newest_first_and_counted_by_status()
    {
        Put(TestJob.Of(1, JobOperation.Add, "APE", JobStatus.Completed));
        Put(TestJob.Of(2, JobOperation.Change, "BEAR", JobStatus.Built));
        Put(TestJob.Of(3, JobOperation.SetStatus, Samples.Hostile));
        Put(TestJob.Of(4, JobOperation.Add, "CAT", JobStatus.Failed, WorkStatus.Cancelled));
        await using var visit = await Visit.ToAsync(_host, "/");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Jobs", Exact = true }).ClickAsync();

        await Expect(visit["job-row"]).ToHaveTextAsync(["4", "3", "2", "1"]);
        await Expect(visit["job-status"]).ToHaveTextAsync(["failed", "queued", "built", "completed"]);
        await Expect(visit["job-row-target"]).ToHaveTextAsync(["CAT", Samples.Hostile, "BEAR", "APE"]);
        foreach (var (status, count) in (IEnumerable<(string, string)>)[("queued", "1"), ("built", "1"), ("completed", "1"), ("failed", "1")])
        {
            await Expect(visit[$"count-{status}"]).ToHaveAttributeAsync("data-value", count);
        }

        await Expect(visit["count-validating"]).ToHaveCountAsync(0);
        Assert.True(await visit.Page.EvaluateAsync<bool>("window.hacked === undefined"));
        await visit.ShootAsync("jobs");

        await visit["order"].ClickAsync();
        await Expect(visit["job-row"]).ToHaveTextAsync(["1", "2", "3", "4"]);
        visit.AssertClean();
    }

    [Fact]
    public async Task The_list_is_filtered_by_status_operation_and_target()
    {
        Put(TestJob.Of(1, JobOperation.Add, "APE", JobStatus.Completed));
        Put(TestJob.Of(2, JobOperation.Change, "APE", JobStatus.Completed));
        Put(TestJob.Of(3, JobOperation.Add, "BEAR", JobStatus.Completed));
        Put(TestJob.Of(4, JobOperation.Add, "APE", JobStatus.Validating));
        await using var visit = await Visit.ToAsync(_host, "/console/jobs");
        await Expect(visit["job-row"]).ToHaveTextAsync(["4", "3", "2", "1"]);

        await visit["count-completed"].ClickAsync();
        await Expect(visit["job-row"]).ToHaveTextAsync(["3", "2", "1"]);

        await visit["filter-operation"].ClickAsync();
        await visit.Page.Locator(".mud-popover .mud-list-item").GetByText("ADD", new() { Exact = true }).ClickAsync();
        await Expect(visit["job-row"]).ToHaveTextAsync(["3", "1"]);
        await Expect(visit["count-completed"]).ToHaveAttributeAsync("data-value", "2");

        await visit.Page.Locator("#filter-target").FillAsync("APE");
        await Expect(visit["job-row"]).ToHaveTextAsync(["1"]);

        await visit.Page.ReloadAsync();
        await Expect(visit["job-row"]).ToHaveTextAsync(["1"]);
        await visit["count-completed"].ClickAsync();
        await Expect(visit["job-row"]).ToHaveTextAsync(["4", "1"]);
        visit.AssertClean();
    }

    [Fact]
    public async Task The_list_is_paged_forth_and_back()
    {
        for (var id = 1; id <= 60; id++)
        {
            Put(TestJob.Of(id, JobOperation.Add, $"T_{id}"));
        }

        await using var visit = await Visit.ToAsync(_host, "/console/jobs");
        await Expect(visit["job-row"]).ToHaveCountAsync(50);
        await visit["page-next"].ClickAsync();
        await Expect(visit["job-row"]).ToHaveCountAsync(10);
        await Expect(visit["job-row"].First).ToHaveTextAsync("10");
        await Expect(visit["page-next"]).ToBeDisabledAsync();

        await visit["page-back"].ClickAsync();
        await Expect(visit["job-row"].First).ToHaveTextAsync("60");
    }

    [Fact]
    public async Task A_job_tells_its_parameters_its_log_and_its_leases()
    {
        Put(JobSamples.Bump(7));
        await using var visit = await Visit.ToAsync(_host, "/console/jobs");
        await visit["job-link"].ClickAsync();

        await Expect(visit["job-title"]).ToHaveTextAsync("BUMP DATASTORE");
        await Expect(visit["job-status"]).ToHaveTextAsync("importing");
        await Expect(visit["job-reason"]).ToHaveTextAsync("With worker 2 under lease 2, which ran out at 2026-03-01 09:00:00 UTC.");
        await Expect(visit["log-message"]).ToHaveTextAsync(["Set status: initiated", Samples.Hostile]);
        await Expect(visit["lease"]).ToContainTextAsync(["Lease 2 · worker 2 · held", "Lease 1 · worker 1 · expired"]);
        await Expect(visit["job-version"]).ToHaveTextAsync("1.0.0.0 → 1.1.0.0");
        await Expect(visit["job-creator"]).ToHaveTextAsync("Ann Smith");
        await Expect(visit["update-row"]).ToHaveTextAsync(["APE", "BEAR"]);
        Assert.True(await visit.Page.EvaluateAsync<bool>("window.hacked === undefined"));
        await visit.ShootAsync("job");
        visit.AssertClean();
    }

    [Fact]
    public async Task An_unknown_job_is_told_and_a_table_is_no_job()
    {
        _host.Campaign.Add(TestTable.Named(7, "t"));
        await using var visit = await Visit.ToAsync(_host, "/console/jobs/7");
        await Expect(visit["job-unknown"]).ToBeVisibleAsync();

        await visit.Page.GotoAsync(new Uri(_host.Address, "/console/jobs/8").ToString());
        await Expect(visit["job-unknown"]).ToBeVisibleAsync();
        visit.AssertClean();
    }

    [Fact]
    public async Task A_job_is_cancelled_and_retried_after_a_question()
    {
        Put(TestJob.Of(7, JobOperation.Add, "APE"));
        await using var visit = await Visit.ToAsync(_host, "/console/jobs/7");
        await Expect(visit["job-retry"]).ToBeDisabledAsync();
        await visit["job-cancel"].ClickAsync();
        await visit["job-keep"].ClickAsync();
        await Expect(visit["job-confirm"]).ToHaveCountAsync(0);
        Assert.Empty(_host.Jobs.Cancelled);

        await visit["job-cancel"].ClickAsync();
        await visit["job-confirm"].ClickAsync();
        await Expect(visit["job-status"]).ToHaveTextAsync("failed");
        await Expect(visit["job-reason"]).ToHaveTextAsync("Cancelled: cancelled by operator at the console");
        Assert.Equal((7, "cancelled by operator at the console"), Assert.Single(_host.Jobs.Cancelled));

        await Expect(visit["job-cancel"]).ToBeDisabledAsync();
        await visit["job-retry"].ClickAsync();
        await visit["job-confirm"].ClickAsync();
        await Expect(visit["job-status"]).ToHaveTextAsync("queued");
        Assert.Equal([7], _host.Jobs.Reset);
        visit.AssertClean();
    }

    [Fact]
    public async Task A_job_that_cannot_be_retried_says_why()
    {
        _host.Jobs.WhyNoReset = "Job 9 is active for APE.";
        Put(TestJob.Of(7, JobOperation.Add, "APE", JobStatus.Failed));
        await using var visit = await Visit.ToAsync(_host, "/console/jobs/7");
        await Expect(visit["job-retry"]).ToBeDisabledAsync();

        await visit["job-retry"].HoverAsync(new() { Force = true });
        await Expect(visit.Page.Locator(".mud-tooltip").GetByText("Job 9 is active for APE.")).ToBeVisibleAsync();
    }

    private void Put(TestJob job) => _host.Jobs.Put(job);
}
