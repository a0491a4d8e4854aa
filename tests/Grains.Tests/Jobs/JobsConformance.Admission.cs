using Switchyard.Work;

namespace Switchyard.Jobs;

public abstract partial class JobsConformance
{
    [Fact]
    public async Task Of_64_at_once_for_one_target_one_is_admitted_and_the_others_are_told_which()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => _rig.TryAdmitAsync(SampleJobs.Add("A"))));

        var admitted = Assert.Single(results, result => result.Outcome == AdmissionOutcome.Admitted);
        Assert.Equal(63, results.Count(result => result == new AdmissionResult(AdmissionOutcome.TargetBusy, admitted.JobId)));
        Assert.Equal([admitted.JobId!.Value], await _rig.ListAsync(new JobFilter()));
    }

    [Fact]
    public async Task The_store_refuses_what_the_target_does_not_remember()
    {
        var id = await _rig.AdmitAsync(SampleJobs.Add("A"));
        await _rig.DownAsync();
        await _rig.UpAsync();

        Assert.Equal(new(AdmissionOutcome.TargetBusy, id), await _rig.TryAdmitAsync(new(JobOperation.DeleteDraft, "A")));
        await _rig.PutAsync(id, JobStatus.Failed);
        Assert.NotEqual(id, await _rig.AdmitAsync(SampleJobs.Add("A")));
    }

    [Fact]
    public async Task A_request_that_is_repeated_while_its_job_is_active_makes_one_job()
    {
        var first = await _rig.TryAdmitAsync(SampleJobs.Add("A"), "mine");

        Assert.Equal(first, await _rig.TryAdmitAsync(SampleJobs.Add("A"), "mine"));
        await _rig.DownAsync();
        await _rig.UpAsync();
        Assert.Equal(first, await _rig.TryAdmitAsync(SampleJobs.Add("A"), "mine"));
        Assert.Equal(AdmissionOutcome.TargetBusy, (await _rig.TryAdmitAsync(SampleJobs.Add("A"), "other")).Outcome);
    }

    [Fact]
    public async Task An_idempotency_key_names_one_job_for_ever()
    {
        var first = await _rig.TryAdmitAsync(SampleJobs.Add("A"), key: "k");
        await _rig.PutAsync(first.JobId!.Value, JobStatus.Completed);

        Assert.Equal(first, await _rig.TryAdmitAsync(SampleJobs.Add("A"), key: "k"));
        Assert.Equal(AdmissionOutcome.KeyReused, (await _rig.TryAdmitAsync(SampleJobs.Add("B"), key: "k")).Outcome);
        Assert.Equal(AdmissionOutcome.KeyReused, (await _rig.TryAdmitAsync(new(JobOperation.DeleteDraft, "A"), key: "k")).Outcome);
        Assert.Equal([first.JobId.Value], await _rig.ListAsync(new JobFilter()));
    }

    [Fact]
    public async Task A_request_that_is_repeated_after_its_job_has_ended_makes_no_other()
    {
        var admission = SampleJobs.Admission(SampleJobs.Add("A"), "mine");
        var first = await _rig.Grains.GetTarget("A").AdmitAsync(admission);
        await _rig.PutAsync(first.JobId!.Value, JobStatus.Completed);

        Assert.Equal(first, await _rig.Grains.GetTarget("A").AdmitAsync(admission with { IsRepeated = true }));
        Assert.Equal(first, await _rig.Grains.GetTarget("A").AdmitAsync(admission with { Id = first.JobId }));
        Assert.Equal([first.JobId.Value], await _rig.ListAsync(new JobFilter()));
    }

    [Fact]
    public async Task An_idempotency_key_is_its_users_and_for_one_request()
    {
        var draft = new JobParameters(JobOperation.SetStatus, "A", ReleaseStatus: ReleaseStatus.Draft);
        var asked = SampleJobs.Admission(draft, key: "k");
        var first = await _rig.Grains.GetTarget("A").AdmitAsync(asked);
        await _rig.PutAsync(first.JobId!.Value, JobStatus.Completed, description: "changed by the worker");

        Assert.Equal(first, await _rig.Grains.GetTarget("A").AdmitAsync(asked));
        var other = asked with { Parameters = draft with { ReleaseStatus = ReleaseStatus.PendingRelease } };
        Assert.Equal(AdmissionOutcome.KeyReused, (await _rig.Grains.GetTarget("A").AdmitAsync(other)).Outcome);
        var second = await _rig.Grains.GetTarget("A").AdmitAsync(asked with { CreatedBy = new JobUser("bob", "B", "B"), Token = "bob's" });
        Assert.Equal(AdmissionOutcome.Admitted, second.Outcome);
        Assert.NotEqual(first.JobId, second.JobId);
    }

    [Fact]
    public async Task One_key_for_many_targets_at_once_makes_one_job()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(number => _rig.TryAdmitAsync(SampleJobs.Add($"T{number}"), key: "k")));

        Assert.Single(results, result => result.Outcome == AdmissionOutcome.Admitted);
        Assert.Equal(15, results.Count(result => result.Outcome == AdmissionOutcome.KeyReused));
    }

    [Fact]
    public async Task A_new_job_is_as_it_was_asked_for_and_its_target_with_it()
    {
        var id = await _rig.AdmitAsync(new(JobOperation.SetStatus, "", Description: "dropped", ReleaseStatus: ReleaseStatus.Draft));

        var job = (await _rig.Job(id).GetJobAsync())!;
        Assert.Equal((id, JobStatus.Queued, SampleJobs.Ann, 0L), (job.Id, job.Status, job.CreatedBy, job.LeaseNumber));
        Assert.Equal(new JobParameters(JobOperation.SetStatus, "", ReleaseStatus: ReleaseStatus.Draft), job.Parameters);
        Assert.Empty(job.Log);
        var target = await _rig.TargetAsync("");
        Assert.Equal(("", JobStatus.Queued, SampleJobs.Ann), (target.Name, target.Status, target.LastUpdatedBy));
        Assert.Equal(["SET_STATUS", "DRAFT"], target.Action);
        var row = (await _rig.Store.ReadAsync(id, TestContext.Current.CancellationToken))!;
        Assert.Equal((JobNames.Kind, "jobs.set_status", "", "1234"), (row.Kind, row.Queue, row.Target, row.Owner));
    }

    [Fact]
    public async Task A_dataset_is_deleted_unless_a_job_for_it_is_active()
    {
        var file = Path.Combine(_rig.Input, "A.tar");
        await File.WriteAllTextAsync(file, "any", TestContext.Current.CancellationToken);
        var id = await _rig.AdmitAsync(SampleJobs.Add("A"));
        await _rig.DownAsync();
        await _rig.UpAsync();
        var target = _rig.Grains.GetTarget("A");

        Assert.Equal(DatasetDeletion.TargetBusy, await target.DeleteDatasetAsync());
        Assert.True(File.Exists(file));
        await _rig.PutAsync(id, JobStatus.Failed);
        Assert.Equal(DatasetDeletion.Deleted, await target.DeleteDatasetAsync());
        Assert.Equal(DatasetDeletion.NotFound, await target.DeleteDatasetAsync());
    }

    [Fact]
    public async Task An_ended_job_is_not_reset_while_another_is_active_for_its_target()
    {
        var ended = await _rig.AdmitAsync(SampleJobs.Add("A"));
        await _rig.PutAsync(ended, JobStatus.Failed, log: "broke");
        var active = await _rig.AdmitAsync(SampleJobs.Add("A"));
        var item = _rig.Grains.GetWorkItem(JobNames.Kind, ended);

        Assert.Equal(ActOutcome.Conflict, await item.ResetAsync());
        Assert.Equal($"There is an active job for the target A: job {active}.", await item.WhyNoResetAsync());
        Assert.Equal($"The work item {active} has not ended.", await _rig.Job(active).WhyNoResetAsync());

        Assert.Equal(ActOutcome.Accepted, await _rig.Job(active).CancelAsync("no more"));
        Assert.Null(await item.WhyNoResetAsync());
        Assert.Equal(ActOutcome.Accepted, await item.ResetAsync());
        Assert.Equal(new(AdmissionOutcome.TargetBusy, ended), await _rig.TryAdmitAsync(SampleJobs.Add("A")));
        Assert.Equal("Reset by an operator.", (await _rig.Job(ended).GetJobAsync())!.Log[^1].Message);
        Assert.Equal("Cancelled: no more", Assert.Single((await _rig.Job(active).GetJobAsync())!.Log).Message);
        Assert.Equal(JobStatus.Queued, (await _rig.TargetAsync("A")).Status);
        Assert.Equal(ended, (await _rig.ClaimOneAsync("ann", Minute)).Id);
    }
}
