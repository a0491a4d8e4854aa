using Microsoft.Playwright;
using Switchyard.Jobs;
using Switchyard.Work;
using static Microsoft.Playwright.Assertions;

namespace Switchyard.OperatorConsole;

public sealed class JobPagesTests(ConsoleBrowser browser) : ConsoleTest(browser)
{
    [Fact]
    public async Task Jobs_are_listed_newest_first_and_counted_by_status()
    {
        await StartAsync();
        var ape = await Jobs.AddAsync(JobOperation.Add, "APE", JobStatus.Completed);
        var bear = await Jobs.AddAsync(JobOperation.Change, "BEAR", JobStatus.Built);
        var hostile = await Jobs.AddAsync(new JobParameters(JobOperation.SetStatus, Samples.Hostile, ReleaseStatus: ReleaseStatus.Draft));
        var cat = await Jobs.AddAsync(JobOperation.Add, "CAT");
        Assert.Equal(ActOutcome.Accepted, await Jobs[cat].CancelAsync("not wanted"));
        await using var visit = await VisitAsync("/console/failed");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Jobs", Exact = true }).ClickAsync();

        await Expect(visit["job-row"]).ToHaveTextAsync(Rows(cat, hostile, bear, ape));
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
        await Expect(visit["job-row"]).ToHaveTextAsync(Rows(ape, bear, hostile, cat));
        visit.AssertClean();
    }

    [Fact]
    public async Task The_list_is_filtered_by_status_operation_and_target()
    {
        await StartAsync();
        var added = await Jobs.AddAsync(JobOperation.Add, "APE", JobStatus.Completed);
        var changed = await Jobs.AddAsync(JobOperation.Change, "APE", JobStatus.Completed);
        var bear = await Jobs.AddAsync(JobOperation.Add, "BEAR", JobStatus.Completed);
        var active = await Jobs.AddAsync(JobOperation.Add, "APE", JobStatus.Validating);
        await using var visit = await VisitAsync("/console/jobs");
        await Expect(visit["job-row"]).ToHaveTextAsync(Rows(active, bear, changed, added));

        await visit["count-completed"].ClickAsync();
        await Expect(visit["job-row"]).ToHaveTextAsync(Rows(bear, changed, added));

        await visit["filter-operation"].ClickAsync();
        await visit.Page.Locator(".mud-popover .mud-list-item").GetByText("ADD", new() { Exact = true }).ClickAsync();
        await Expect(visit["job-row"]).ToHaveTextAsync(Rows(bear, added));
        await Expect(visit["count-completed"]).ToHaveAttributeAsync("data-value", "2");

        await visit.Page.Locator("#filter-target").FillAsync("APE");
        await Expect(visit["job-row"]).ToHaveTextAsync(Rows(added));

        await visit.Page.ReloadAsync();
        await Expect(visit["job-row"]).ToHaveTextAsync(Rows(added));
        await visit["count-completed"].ClickAsync();
        await Expect(visit["job-row"]).ToHaveTextAsync(Rows(active, added));
        visit.AssertClean();
    }

    [Fact]
    public async Task The_list_is_paged_forth_and_back()
    {
        await StartAsync();
        var jobs = new List<long>();
        for (var number = 1; number <= 60; number++)
        {
            jobs.Add(await Jobs.AddAsync(JobOperation.Add, $"T_{number}"));
        }

        await using var visit = await VisitAsync("/console/jobs");
        await Expect(visit["job-row"]).ToHaveCountAsync(50);
        await visit["page-next"].ClickAsync();
        await Expect(visit["job-row"]).ToHaveCountAsync(10);
        await Expect(visit["job-row"].First).ToHaveTextAsync($"{jobs[9]}");
        await Expect(visit["page-next"]).ToBeDisabledAsync();

        await visit.Page.GoBackAsync();
        await Expect(visit["job-row"].First).ToHaveTextAsync($"{jobs[59]}");
    }

    [Fact]
    public async Task A_job_tells_its_parameters_its_log_and_its_leases()
    {
        await StartAsync();
        using var sweep = (await Node.MakeLateBumpAsync()).Sweep;
        await using var visit = await VisitAsync("/console/jobs");
        await visit["job-link"].ClickAsync();

        await Expect(visit.Page.Locator("h1")).ToHaveTextAsync("BUMP DATASTORE");
        await Expect(visit["job-status"]).ToHaveTextAsync("importing");
        await Expect(visit["job-reason"]).ToHaveTextAsync("With worker 2 under lease 2, which ran out at 2026-03-01 09:00:00 UTC.");
        await Expect(visit["log-message"]).ToHaveTextAsync(JobSamples.BumpLog);
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
        await StartAsync(files => files.Table("t"));
        var table = await Node.Campaign.Reports.FindAsync("t");
        await using var visit = await VisitAsync($"/console/jobs/{table}");
        await Expect(visit["job-unknown"]).ToBeVisibleAsync();

        await visit.GoAsync("/console/jobs/4711");
        await Expect(visit["job-unknown"]).ToBeVisibleAsync();
        visit.AssertClean();
    }

    [Fact]
    public async Task A_job_is_cancelled_and_retried_after_a_question()
    {
        await StartAsync();
        var job = await Jobs.AddAsync(JobOperation.Add, "APE");
        using var cancels = Node.Faults.Watch<IJobGrain>(nameof(IJobGrain.CancelAsync), _ => true);
        using var resets = Node.Faults.Watch<IJobGrain>(nameof(IJobGrain.ResetAsync), _ => true);
        await using var visit = await VisitAsync($"/console/jobs/{job}");
        await Expect(visit["job-retry"]).ToBeDisabledAsync();
        await visit["job-cancel"].ClickAsync();
        await visit["confirm-no"].ClickAsync();
        await Expect(visit["confirm-yes"]).ToHaveCountAsync(0);
        Assert.Empty(cancels.Calls);

        await visit["job-cancel"].ClickAsync();
        await visit["confirm-yes"].ClickAsync();
        await Expect(visit["job-status"]).ToHaveTextAsync("failed");
        await Expect(visit["job-reason"]).ToHaveTextAsync("Cancelled: cancelled by operator at the console");
        Assert.Equal((job, "cancelled by operator at the console"), Assert.Single(cancels.Calls) is var call ? (call.Id, call.Argument<string>(0)) : default);

        await Expect(visit["job-cancel"]).ToBeDisabledAsync();
        await visit["job-retry"].ClickAsync();
        await visit["confirm-yes"].ClickAsync();
        await Expect(visit["job-status"]).ToHaveTextAsync("queued");
        Assert.Equal([job], resets.Calls.Select(reset => reset.Id));
        visit.AssertClean();
    }

    [Fact]
    public async Task A_job_that_cannot_be_retried_says_why()
    {
        await StartAsync();
        var failed = await Jobs.AddAsync(JobOperation.Add, "APE", JobStatus.Failed);
        var active = await Jobs.AddAsync(JobOperation.Change, "APE");
        await using var visit = await VisitAsync($"/console/jobs/{failed}");
        await Expect(visit["job-retry"]).ToBeDisabledAsync();

        await visit["job-retry"].HoverAsync(new() { Force = true });
        await Expect(visit.Page.Locator(".mud-tooltip").GetByText($"There is an active job for the target APE: job {active}.")).ToBeVisibleAsync();
    }

    private ConsoleJobs Jobs => Node.Jobs;

    private static string[] Rows(params long[] jobs) => [.. jobs.Select(job => $"{job}")];
}
