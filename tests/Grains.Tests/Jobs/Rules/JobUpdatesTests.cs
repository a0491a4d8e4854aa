using FsCheck.Xunit;

namespace Switchyard.Jobs.Rules;

public sealed class JobUpdatesTests
{
    [Property]
    public void Description_then_status_then_log_each_leave_a_line(bool describes, JobStatus? status, bool logs)
    {
        var update = new JobUpdate(status, describes ? "text" : null, logs ? "verbatim" : null);

        var body = JobUpdates.Apply(new JobBody { Parameters = SampleJobs.Add("A") }, update, SampleJobs.Start);

        string?[] expected =
        [
            describes ? "Added update description" : null,
            status is { } stage ? $"Set status: {JobWords.Of(stage)}" : null,
            logs ? "verbatim" : null,
        ];
        Assert.Equal(expected.OfType<string>(), body.Log.Select(entry => entry.Message));
        Assert.Equal(describes ? "text" : null, body.Parameters.Description);
        Assert.Equal(status ?? JobStatus.Queued, body.Stage);
    }

    [Fact]
    public void The_end_of_a_long_error_begins_with_a_whole_character()
    {
        var row = JobActs.Claim(SampleJobs.Row(SampleJobs.Add("A")), "ann", TimeSpan.FromMinutes(1), SampleJobs.Start).Write!.New;
        var end = new string('x', 1999);

        var failed = JobActs.Fail(row, 1, "\U0001F600" + end, retry: false, null, SampleJobs.Start).Write!;

        Assert.Equal(end, failed.New.Error);
    }

    [Fact]
    public void A_renewal_does_not_repeat_a_stage_and_leaves_the_target_alone_when_it_says_nothing()
    {
        var row = JobActs.Claim(SampleJobs.Row(SampleJobs.Add("A")), "ann", TimeSpan.FromMinutes(1), SampleJobs.Start).Write!.New;

        var built = JobActs.Renew(row, 1, TimeSpan.FromMinutes(1), new JobUpdate(JobStatus.Built), SampleJobs.Start).Write!;
        var again = JobActs.Renew(built.New, 1, TimeSpan.FromMinutes(2), new JobUpdate(JobStatus.Built), SampleJobs.Start).Write!;

        Assert.Equal(["Claimed by worker ann.", "Set status: built"], JobRows.ViewOf(again.New).Log.Select(entry => entry.Message));
        Assert.Equal((1, 0), (built.Records.Count, again.Records.Count));
        Assert.Equal(SampleJobs.Start.AddMinutes(2), again.New.LeaseExpiresAt);
    }
}
