namespace Switchyard.Jobs.Rules;

public sealed class TargetRecordsTests
{
    public static TheoryData<JobOperation, string[]> Actions => new()
    {
        { JobOperation.SetStatus, ["SET_STATUS", "PENDING_DELETE"] },
        { JobOperation.Bump, ["BUMP", "1.0.0", "2,0"] },
        { JobOperation.Add, ["ADD"] },
        { JobOperation.Remove, ["REMOVE"] },
        { JobOperation.DeleteArchive, ["DELETE_ARCHIVE"] },
    };

    [Theory]
    [MemberData(nameof(Actions))]
    public void The_action_says_what_was_done(JobOperation operation, string[] expected)
    {
        var parameters = KeptParameters.Of(new(operation, "A", Manifesto(), "d", ReleaseStatus.PendingDelete, "1.0.0", "2,0"));

        var target = Read(new JobBody { Parameters = parameters, CreatedBy = SampleJobs.Ann, Stage = JobStatus.Built })[0];

        Assert.Equal(expected, target.Action);
        Assert.Equal(("A", SampleJobs.Start, JobStatus.Built, SampleJobs.Ann), (target.Name, target.LastUpdatedAt, target.Status, target.LastUpdatedBy));
    }

    [Theory]
    [InlineData(JobOperation.SetStatus, "releaseStatus")]
    [InlineData(JobOperation.Remove, "description")]
    [InlineData(JobOperation.Bump, "bumpManifesto description bumpFromVersion bumpToVersion")]
    [InlineData(JobOperation.Add, "")]
    [InlineData(JobOperation.Change, "")]
    [InlineData(JobOperation.PatchMetadata, "")]
    [InlineData(JobOperation.DeleteDraft, "")]
    [InlineData(JobOperation.RollbackRemove, "")]
    [InlineData(JobOperation.DeleteArchive, "")]
    public void A_job_keeps_what_its_operation_needs(JobOperation operation, string kept)
    {
        var given = new JobParameters(operation, "A", Manifesto(), "d", ReleaseStatus.Draft, "1", "2");

        var parameters = KeptParameters.Of(given);

        Assert.Equal(
            new JobParameters(
                operation,
                "A",
                kept.Contains("bumpManifesto") ? given.BumpManifesto : null,
                kept.Contains("description") ? "d" : null,
                kept.Contains("releaseStatus") ? ReleaseStatus.Draft : null,
                kept.Contains("bumpFromVersion") ? "1" : null,
                kept.Contains("bumpToVersion") ? "2" : null),
            parameters);
    }

    [Fact]
    public void A_completed_bump_tells_of_all_it_released_and_removed_and_not_of_drafts()
    {
        var parameters = SampleJobs.Bump(
            SampleJobs.Update("NEW", "PENDING_RELEASE"), SampleJobs.Update("OLD", "PENDING_DELETE"), SampleJobs.Update("LATER", "DRAFT"));

        var running = Read(new JobBody { Parameters = parameters, CreatedBy = SampleJobs.Ann, Stage = JobStatus.Importing });
        var completed = Read(new JobBody { Parameters = parameters, CreatedBy = SampleJobs.Ann, Stage = JobStatus.Completed });

        Assert.Equal([JobNames.Datastore], running.Select(target => target.Name));
        Assert.Equal(
            ["DATASTORE BUMP 3.0.0 4.0.0", "NEW RELEASED 4.0.0", "OLD REMOVED 4.0.0"],
            completed.Select(target => $"{target.Name} {string.Join(' ', target.Action)}"));
        Assert.All(completed, target => Assert.Equal((JobStatus.Completed, SampleJobs.Ann), (target.Status, target.LastUpdatedBy)));
    }

    [Fact]
    public void Another_job_for_the_datastore_tells_of_nothing_else()
    {
        var target = Assert.Single(Read(new JobBody { Parameters = SampleJobs.Add(JobNames.Datastore), Stage = JobStatus.Completed }));

        Assert.Equal(["ADD"], target.Action);
    }

    [Fact]
    public void A_bump_is_linked_once_from_each_dataset_of_its_manifesto_drafts_too()
    {
        var write = JobRows.New(
            12,
            SampleJobs.Admission(SampleJobs.Bump(SampleJobs.Update("A", "DRAFT"), SampleJobs.Update("A", "DRAFT"), SampleJobs.Update("B", "PENDING_DELETE"))),
            SampleJobs.Start);

        Assert.Equal(
            [(JobNames.Targets, JobNames.Datastore), (JobNames.Mentions("A"), "12"), (JobNames.Mentions("B"), "12")],
            write.Records.Select(record => (record.Space, record.Key)));
    }

    private static BumpManifesto Manifesto() => SampleJobs.Bump().BumpManifesto!;

    private static List<TargetView> Read(JobBody job) =>
        [.. TargetRecords.Of(job, SampleJobs.Start).Select(record =>
        {
            var target = TargetRecords.Read(record.Data);
            Assert.Equal((JobNames.Targets, record.Key), (record.Space, target.Name));
            return target;
        })];
}
