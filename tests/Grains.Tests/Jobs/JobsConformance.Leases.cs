using Switchyard.Work;

namespace Switchyard.Jobs;

public abstract partial class JobsConformance
{
    [Fact]
    public async Task A_lease_that_runs_out_brings_the_job_back_and_its_holder_is_refused()
    {
        var id = await _rig.AdmitAsync(SampleJobs.Add("A"));
        var first = await _rig.ClaimOneAsync("ann", TimeSpan.FromSeconds(1));
        Assert.Equal((id, "ann", 1L, 1, JobStatus.Initiated), (first.Id, first.Worker, first.LeaseNumber, first.Attempt, first.Status));
        Assert.NotNull(first.LeaseExpiresAt);

        var back = (await EventuallyAsync(() => _rig.Job(id).GetJobAsync(), job => job!.Status == JobStatus.Queued))!;
        Assert.Equal("The lease of worker ann ran out.", back.Log[^1].Message);
        Assert.Equal(JobStatus.Queued, (await _rig.TargetAsync("A")).Status);
        Assert.Equal(2, (await _rig.ClaimOneAsync("bob", Minute)).LeaseNumber);

        Assert.Equal(ActOutcome.Stale, (await _rig.Job(id).CompleteAsync(1, null)).Outcome);
        Assert.Equal(ActOutcome.Stale, (await _rig.Job(id).RenewAsync(1, Minute, new JobUpdate())).Outcome);
        var refused = await _rig.Job(id).FailAsync(1, "late", retry: true, null);
        Assert.Equal((ActOutcome.Stale, "bob"), (refused.Outcome, refused.Job!.Worker));
        Assert.Equal(JobUpdateOutcome.Leased, await _rig.Job(id).UpdateAsync(new JobUpdate(JobStatus.Built)));

        var workers = await _rig.Store.ReadWorkersAsync("jobs.add", 10, TestContext.Current.CancellationToken);
        Assert.Equal([("ann", 0L, 1L), ("bob", 1L, 0L)], workers.OrderBy(worker => worker.Owner).Select(worker => (worker.Owner, worker.Held, worker.Expired)));
    }

    [Fact]
    public async Task A_job_whose_workers_die_ten_times_is_failed_says_so_and_frees_its_target()
    {
        var id = await _rig.AdmitAsync(SampleJobs.Add("A"));
        for (var round = 1; round <= 10; round++)
        {
            var claimed = await _rig.ClaimOneAsync($"worker {round}", TimeSpan.FromMilliseconds(1));
            Assert.Equal((id, (long)round), (claimed.Id, claimed.LeaseNumber));
            await ExpiredAsync(id);
        }

        const string Why = "its lease was lost 10 times; the last holder was worker 10";
        var item = (await _rig.Job(id).GetAsync())!;
        Assert.Equal((WorkStatus.Failed, Why, 10), (item.Status, item.Error, item.Attempt));
        var job = (await _rig.Job(id).GetJobAsync())!;
        Assert.Equal((JobStatus.Failed, $"Failed: {Why}"), (job.Status, job.Log[^1].Message));
        Assert.Equal("The lease of worker worker 9 ran out.", job.Log[^3].Message);
        Assert.Equal(JobStatus.Failed, (await _rig.TargetAsync("A")).Status);
        var attempts = await _rig.Store.ReadAttemptsAsync(id, TestContext.Current.CancellationToken);
        Assert.Equal((10, Why), (attempts.Count(attempt => attempt.Outcome == AttemptOutcome.Expired), attempts[^1].Error));
        Assert.Equal((0L, 1L), (await _rig.Store.ReadWorkersAsync("jobs.add", 20, TestContext.Current.CancellationToken))
            .Where(worker => worker.Owner == "worker 10").Select(worker => (worker.Held, worker.Expired)).Single());

        // The target is free: another job, and while that is active no retry of the first.
        var next = await _rig.AdmitAsync(SampleJobs.Add("A"));
        Assert.Equal(ActOutcome.Conflict, await _rig.Job(id).ResetAsync());
        Assert.Equal(ActOutcome.Accepted, await _rig.Job(next).CancelAsync("enough"));

        // A retry begins a new budget, and the attempts go on counting.
        Assert.Equal(ActOutcome.Accepted, await _rig.Job(id).ResetAsync());
        await _rig.ClaimOneAsync("eleventh", TimeSpan.FromMilliseconds(1));
        var again = await ExpiredAsync(id);
        Assert.Equal((WorkStatus.Queued, 11), (again.Status, again.Attempt));
    }

    /// <summary>The queue's own sweep may be first.</summary>
    private async Task<WorkItemView> ExpiredAsync(long id) => (await EventuallyAsync(
        async () =>
        {
            await _rig.Job(id).ExpireAsync();
            return await _rig.Job(id).GetAsync();
        },
        item => item!.Status != WorkStatus.Running))!;

    [Fact]
    public async Task A_worker_renews_with_its_stage_and_completes_twice_with_one_answer()
    {
        var id = await _rig.AdmitAsync(SampleJobs.Add("A"));
        var claimed = await _rig.ClaimOneAsync("ann", Minute);
        var job = _rig.Job(id);

        var renewed = await job.RenewAsync(claimed.LeaseNumber, 2 * Minute, new JobUpdate(JobStatus.Validating, "text", "half"));
        Assert.Equal((ActOutcome.Accepted, JobStatus.Validating), (renewed.Outcome, renewed.Job!.Status));
        Assert.True(renewed.Job.LeaseExpiresAt > claimed.LeaseExpiresAt);
        Assert.Equal(JobStatus.Validating, (await _rig.TargetAsync("A")).Status);

        var ended = await job.CompleteAsync(claimed.LeaseNumber, "done");
        var again = await job.CompleteAsync(claimed.LeaseNumber, "done");
        Assert.Equal((ActOutcome.Accepted, ActOutcome.Accepted), (ended.Outcome, again.Outcome));
        Assert.Equal(
            ["Claimed by worker ann.", "Added update description", "Set status: validating", "half", "Set status: completed", "done"],
            again.Job!.Log.Select(entry => entry.Message));
        Assert.Equal(JobStatus.Completed, (await _rig.TargetAsync("A")).Status);
        Assert.Equal(ActOutcome.Conflict, (await job.RenewAsync(claimed.LeaseNumber, Minute, new JobUpdate())).Outcome);
        Assert.Equal((ActOutcome.Unknown, null), ((await _rig.Job(999).CompleteAsync(1, null)) is var none ? (none.Outcome, none.Job) : default));
    }

    [Fact]
    public async Task A_failed_job_says_why_and_one_to_be_tried_again_comes_again_when_its_time_has_come()
    {
        var id = await _rig.AdmitAsync(SampleJobs.Add("A"));
        var claimed = await _rig.ClaimOneAsync("ann", Minute);

        var back = await _rig.Job(id).FailAsync(claimed.LeaseNumber, "busy", retry: true, TimeSpan.FromSeconds(1));
        Assert.Equal(JobStatus.Queued, back.Job!.Status);
        Assert.Empty((await _rig.ClaimAsync("bob", 1, Minute, TimeSpan.Zero)).Jobs);
        var second = await _rig.ClaimOneAsync("bob", Minute);
        Assert.Equal((id, 2), (second.Id, second.Attempt));

        var failed = await _rig.Job(id).FailAsync(second.LeaseNumber, "broke\0", retry: false, null);
        Assert.Equal((JobStatus.Failed, "broke\0"), (failed.Job!.Status, failed.Job.Log[^1].Message));
        Assert.Equal((WorkStatus.Failed, "broke\uFFFD"), (await _rig.Job(id).GetAsync()) is { } item ? (item.Status, item.Error) : default);
        Assert.Equal(JobStatus.Failed, (await _rig.TargetAsync("A")).Status);
    }

    [Fact]
    public async Task The_originals_reports_need_no_lease_and_a_worker_of_ours_cannot_be_overridden()
    {
        var id = await _rig.AdmitAsync(SampleJobs.Add("A"));
        await _rig.PutAsync(id, JobStatus.Built);
        Assert.Empty((await _rig.ClaimAsync("ann", 10, Minute, TimeSpan.Zero)).Jobs);

        await _rig.PutAsync(id, JobStatus.Queued);
        await _rig.ClaimOneAsync("ann", Minute);
        Assert.Equal(JobUpdateOutcome.Leased, await _rig.Job(id).UpdateAsync(new JobUpdate(JobStatus.Completed)));
    }
}
