using Switchyard.Jobs;
using Switchyard.Work;

namespace Switchyard.OperatorConsole;

public static class JobSamples
{
    /// <summary>A BUMP whose first worker was lost, and whose second is late.</summary>
    public static TestJob Bump(long id)
    {
        var start = CampaignState.Start;
        var job = TestJob.Of(id, JobOperation.Bump, JobNames.Datastore, JobStatus.Importing);
        return job with
        {
            View = job.View with
            {
                Parameters = new JobParameters(
                    JobOperation.Bump,
                    JobNames.Datastore,
                    new BumpManifesto("1.1.0.0", "The spring version", 1_767_225_600, "no", "MINOR",
                    [
                        new DataStructureUpdate("APE", "new", "ADD", "PENDING_RELEASE"),
                        new DataStructureUpdate("BEAR", Samples.Hostile, "REMOVE", "PENDING_DELETE"),
                    ]),
                    "Spring",
                    BumpFromVersion: "1.0.0.0",
                    BumpToVersion: "1.1.0.0"),
                Log = [new JobLogEntry(start, "Set status: initiated"), new JobLogEntry(start.AddSeconds(5), Samples.Hostile)],
                LeaseNumber = 2,
                Attempt = 2,
                Worker = "worker 2",
            },
            Item = job.Item with
            {
                Attempt = 2,
                LeaseNumber = 2,
                LeaseOwner = "worker 2",
                StartedAt = start,
                LeaseExpiresAt = start.AddHours(1),
            },
            Attempts = [new AttemptView(1, "worker 1", start.AddHours(-1), start.AddMinutes(-10), AttemptOutcome.Expired, null)],
        };
    }
}
