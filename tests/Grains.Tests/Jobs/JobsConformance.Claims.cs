using Switchyard.Jobs.Rules;
using Switchyard.Work;

namespace Switchyard.Jobs;

public abstract partial class JobsConformance
{
    [Fact]
    public async Task The_oldest_of_the_operations_asked_for_come_first()
    {
        var ids = new List<long>();
        JobOperation[] operations = [JobOperation.Add, JobOperation.Remove, JobOperation.Add, JobOperation.Change, JobOperation.Remove, JobOperation.Add];
        foreach (var (operation, number) in operations.Select((operation, number) => (operation, number)))
        {
            ids.Add(await _rig.AdmitAsync(new(operation, $"T{number}", Description: "d")));
        }

        Assert.Equal(ids.Order(), ids);
        var two = await _rig.ClaimAsync("ann", 2, Minute, TimeSpan.Zero, JobOperation.Remove, JobOperation.Change);
        Assert.Equal([ids[1], ids[3]], two.Jobs.Select(job => job.Id));
        Assert.Equal(ids[0], (await _rig.ClaimOneAsync("ann", Minute, JobOperation.Add)).Id);
        var rest = await _rig.ClaimAsync("ann", 100, Minute, TimeSpan.Zero);
        Assert.Equal([ids[2], ids[4], ids[5]], rest.Jobs.Select(job => job.Id));
        Assert.Equal((0, false), (await _rig.ClaimAsync("ann", 100, Minute, TimeSpan.Zero)) is var none ? (none.Jobs.Count, none.Paused) : default);
    }

    [Fact]
    public async Task A_job_that_was_taken_otherwise_is_passed_over()
    {
        var taken = await _rig.AdmitAsync(SampleJobs.Add("A"));
        var cancelled = await _rig.AdmitAsync(SampleJobs.Add("B"));
        var free = await _rig.AdmitAsync(SampleJobs.Add("C"));
        await _rig.PutAsync(taken, JobStatus.Initiated);
        await _rig.Job(cancelled).CancelAsync("no");

        Assert.Equal([free], (await _rig.ClaimAsync("ann", 1, Minute, TimeSpan.Zero)).Jobs.Select(job => job.Id));
    }

    [Fact]
    public async Task A_job_of_which_its_queue_has_not_heard_is_claimed_all_the_same()
    {
        Assert.Empty((await _rig.ClaimAsync("ann", 1, Minute, TimeSpan.Zero)).Jobs);
        var id = await _rig.Store.ReserveIdsAsync(1, TestContext.Current.CancellationToken);
        var admission = SampleJobs.Admission(SampleJobs.Add("A"), "untold", null);
        await _rig.Store.WriteAsync(JobRows.New(id, admission, TimeProvider.System.GetUtcNow()), TestContext.Current.CancellationToken);

        Assert.Equal([id], (await _rig.ClaimAsync("ann", 1, Minute, TimeSpan.Zero)).Jobs.Select(job => job.Id));
    }

    [Fact]
    public async Task Fifty_workers_share_two_hundred_jobs_and_each_is_handed_out_once()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, 200).Select(number => _rig.AdmitAsync(new((JobOperation)(1 + (number % 2)), $"T{number}"))));

        var claimed = await Task.WhenAll(Enumerable.Range(0, 50).Select(async worker =>
        {
            var mine = new List<long>();
            while ((await _rig.ClaimAsync($"worker {worker}", 3, Minute, TimeSpan.Zero)).Jobs is { Count: > 0 } jobs)
            {
                mine.AddRange(jobs.Select(job => job.Id));
            }

            return mine;
        }));

        Assert.Equal(ids.Order(), claimed.SelectMany(mine => mine).Order());
    }

    [Fact]
    public async Task Who_waits_is_woken_by_an_admission_and_only_one_gets_the_job()
    {
        var waiting = Enumerable.Range(0, 8)
            .Select(worker => _rig.ClaimAsync($"worker {worker}", 1, Minute, TimeSpan.FromSeconds(20)))
            .ToList();
        await EventuallyAsync(() => _rig.ClaimAsync("eve", 1, Minute, TimeSpan.Zero), result => !result.Paused);

        var first = await _rig.AdmitAsync(SampleJobs.Add("A"));
        var winner = await Task.WhenAny(waiting);
        Assert.Equal(first, Assert.Single((await winner).Jobs).Id);
        Assert.Equal(1, waiting.Count(wait => wait.IsCompleted));

        var others = await Task.WhenAll(Enumerable.Range(0, 7).Select(number => _rig.AdmitAsync(new(JobOperation.DeleteDraft, $"T{number}"))));
        waiting.Remove(winner);
        var results = await Task.WhenAll(waiting);
        Assert.Equal(others.Order(), results.Select(result => Assert.Single(result.Jobs).Id).Order());
    }

    [Fact]
    public async Task In_maintenance_nothing_is_handed_out_running_work_goes_on_and_who_waits_goes_on_after_it()
    {
        var running = await _rig.AdmitAsync(SampleJobs.Add("A"));
        var claimed = await _rig.ClaimOneAsync("ann", Minute);
        var queued = await _rig.AdmitAsync(SampleJobs.Add("B"));
        await _rig.Maintenance.SetAsync("upgrade", paused: true, "ops");

        var none = await _rig.ClaimAsync("ann", 1, Minute, TimeSpan.Zero);
        Assert.Equal((0, true), (none.Jobs.Count, none.Paused));
        Assert.Equal(ActOutcome.Accepted, (await _rig.Job(running).CompleteAsync(claimed.LeaseNumber, null)).Outcome);

        var waiting = _rig.ClaimAsync("bob", 1, Minute, TimeSpan.FromSeconds(20));
        await _rig.Maintenance.SetAsync("done", paused: false, "ops");
        Assert.Equal(queued, Assert.Single((await waiting).Jobs).Id);
    }

    [Fact]
    public async Task A_paused_queue_is_passed_over_and_is_paused_when_all_are()
    {
        await _rig.AdmitAsync(SampleJobs.Add("A"));
        var other = await _rig.AdmitAsync(new(JobOperation.DeleteDraft, "B"));
        var adds = _rig.Grains.GetGrain<IQueueGrain>(JobNames.Queue(JobOperation.Add));
        await adds.PauseAsync("ops", "no imports");

        Assert.Equal(other, Assert.Single((await _rig.ClaimAsync("ann", 10, Minute, TimeSpan.Zero)).Jobs).Id);
        Assert.False((await _rig.ClaimAsync("ann", 10, Minute, TimeSpan.Zero)).Paused);
        Assert.True((await _rig.ClaimAsync("ann", 10, Minute, TimeSpan.Zero, JobOperation.Add)).Paused);

        var waiting = _rig.ClaimAsync("ann", 1, Minute, TimeSpan.FromSeconds(20));
        await adds.ResumeAsync("ops");
        Assert.Single((await waiting).Jobs);
    }

    [Fact]
    public async Task A_worker_that_leaves_while_it_waits_gets_nothing()
    {
        // A call and its cancellation may overtake each other while the grain is being placed.
        Assert.Empty((await _rig.ClaimAsync("bob", 1, Minute, TimeSpan.Zero)).Jobs);
        using var gone = new CancellationTokenSource();
        var waiting = _rig.Grains.GetGrain<IJobDispatchGrain>(0).ClaimAsync(
            new JobClaim("ann", [], 1, Minute, TimeSpan.FromSeconds(20)), gone.Token);

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        var id = await _rig.AdmitAsync(SampleJobs.Add("A"));
        Assert.Equal(id, (await _rig.ClaimOneAsync("bob", Minute)).Id);
    }

    [Fact]
    public async Task A_job_that_is_released_is_handed_out_again_and_nothing_is_counted()
    {
        var id = await _rig.AdmitAsync(SampleJobs.Add("A"));
        var claimed = await _rig.ClaimOneAsync("ann", Minute);

        Assert.Equal(ActOutcome.Accepted, await _rig.Job(id).ReleaseAsync(claimed.LeaseNumber, "The worker left."));
        Assert.Equal(ActOutcome.Conflict, await _rig.Job(id).ReleaseAsync(claimed.LeaseNumber, "The worker left."));

        var row = (await _rig.Store.ReadAsync(id, TestContext.Current.CancellationToken))!;
        Assert.Equal((WorkStatus.Queued, 0, 0), (row.Status, row.Failures, row.LostLeases));
        Assert.Equal(id, (await _rig.ClaimOneAsync("bob", Minute)).Id);
        Assert.Equal(ActOutcome.Stale, await _rig.Job(id).ReleaseAsync(claimed.LeaseNumber, "The worker left."));
    }

    [Fact]
    public async Task The_lease_that_a_claim_tells_is_the_one_that_is_kept()
    {
        await _rig.AdmitAsync(SampleJobs.Add("A"));

        var told = await _rig.ClaimOneAsync("ann", TimeSpan.FromTicks(TimeSpan.TicksPerMinute + 1234));

        Assert.Equal((await _rig.Job(told.Id).GetJobAsync())!.LeaseExpiresAt, told.LeaseExpiresAt);
    }
}
