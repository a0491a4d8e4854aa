using Switchyard.Jobs.Rules;

namespace Switchyard.Jobs;

public abstract partial class JobsConformance
{
    private static readonly JobStatus[] Import =
    [
        JobStatus.Initiated, JobStatus.Decrypting, JobStatus.Validating, JobStatus.Transforming, JobStatus.Pseudonymizing,
        JobStatus.Partitioning, JobStatus.Built, JobStatus.Importing, JobStatus.Completed,
    ];

    public static TheoryData<JobOperation, JobStatus[]> Conversations => new()
    {
        { JobOperation.Add, Import },
        { JobOperation.Change, [.. Import, JobStatus.Failed] },
        { JobOperation.PatchMetadata, [JobStatus.Initiated, JobStatus.Validating, JobStatus.Transforming, JobStatus.Built, JobStatus.Importing, JobStatus.Completed] },
        { JobOperation.SetStatus, [JobStatus.Initiated, JobStatus.Completed] },
        { JobOperation.DeleteDraft, [JobStatus.Initiated, JobStatus.Failed] },
        { JobOperation.Remove, [JobStatus.Initiated, JobStatus.Queued, JobStatus.Initiated, JobStatus.Completed] },
        { JobOperation.RollbackRemove, [JobStatus.Initiated, JobStatus.Completed] },
        { JobOperation.DeleteArchive, [JobStatus.Initiated, JobStatus.Completed] },
    };

    [Theory]
    [MemberData(nameof(Conversations))]
    public async Task The_originals_reports_are_kept_as_they_come_until_the_end(JobOperation operation, JobStatus[] conversation)
    {
        var id = await _rig.AdmitAsync(new(operation, "A", Description: "d", ReleaseStatus: ReleaseStatus.Draft));
        var end = Array.FindIndex(conversation, status => status is JobStatus.Completed or JobStatus.Failed);
        foreach (var status in conversation.Take(end + 1))
        {
            var job = await _rig.PutAsync(id, status, status == JobStatus.Validating ? "from the metadata" : null);
            Assert.Equal(status, job.Status);
            Assert.Equal(JobRows.IsHeld(status) ? JobNames.Executor : null, job.Worker);
            Assert.Null(job.LeaseExpiresAt);
            Assert.Equal([id], await _rig.ListAsync(new JobFilter { Status = status, Operations = [operation] }));
        }

        foreach (var status in conversation)
        {
            Assert.Equal(JobUpdateOutcome.Ended, await _rig.Job(id).UpdateAsync(new JobUpdate(status)));
        }

        var ended = (await _rig.Job(id).GetJobAsync())!;
        Assert.Equal(conversation.Contains(JobStatus.Validating), ended.Parameters.Description == "from the metadata");
        Assert.Equal(
            conversation.Take(end + 1).SelectMany(status =>
                (string[])[.. status == JobStatus.Validating ? ["Added update description"] : Array.Empty<string>(), $"Set status: {JobWords.Of(status)}"]),
            ended.Log.Select(entry => entry.Message));
    }

    [Fact]
    public async Task A_report_of_nothing_is_taken_and_one_on_no_job_is_not()
    {
        var id = await _rig.AdmitAsync(SampleJobs.Add("A"));
        var before = await _rig.TargetAsync("A");

        Assert.Empty((await _rig.PutAsync(id, null)).Log);
        Assert.True((await _rig.TargetAsync("A")).LastUpdatedAt > before.LastUpdatedAt);
        Assert.Equal(JobUpdateOutcome.Unknown, await _rig.Job(999_999).UpdateAsync(new JobUpdate(JobStatus.Initiated)));
        Assert.Null(await _rig.Job(999_999).GetJobAsync());
    }

    [Fact]
    public async Task Two_executors_may_both_say_initiated_and_an_interrupted_job_goes_back_to_its_queue()
    {
        var id = await _rig.AdmitAsync(SampleJobs.Add("A"));
        await Task.WhenAll(_rig.PutAsync(id, JobStatus.Initiated), _rig.PutAsync(id, JobStatus.Initiated));

        await _rig.PutAsync(id, JobStatus.Queued, log: "Retrying due to an unexpected interruption.");

        Assert.Equal([id], await _rig.ListAsync(new JobFilter { Status = JobStatus.Queued }));
        Assert.Equal(id, (await _rig.ClaimOneAsync("ann", Minute)).Id);
    }

    [Fact]
    public async Task A_completed_bump_and_all_it_released_are_one_fact()
    {
        await _rig.PutAsync(await _rig.AdmitAsync(SampleJobs.Add("NEW")), JobStatus.Completed);
        var bump = SampleJobs.Bump(
            SampleJobs.Update("NEW", "PENDING_RELEASE"), SampleJobs.Update("OLD", "PENDING_DELETE"), SampleJobs.Update("LATER", "DRAFT"));
        var id = await _rig.AdmitAsync(bump);
        await _rig.PutAsync(id, JobStatus.Initiated);
        Assert.Equal(["ADD"], (await _rig.TargetAsync("NEW")).Action);

        await _rig.PutAsync(id, JobStatus.Completed);

        var targets = (await _rig.Grains.GetGrain<IJobQueriesGrain>(0).ListTargetsAsync(0, 10)).Targets;
        Assert.Equal(
            ["NEW RELEASED 4.0.0", "DATASTORE BUMP 3.0.0 4.0.0", "OLD REMOVED 4.0.0"],
            targets.Select(target => $"{target.Name} {string.Join(' ', target.Action)}"));
        Assert.Single(targets.Select(target => target.LastUpdatedAt).Distinct());
        Assert.Equal([id], await _rig.ListAsync(new JobFilter { Target = "LATER" }));
    }
}
