using Switchyard.Auth;

namespace Switchyard.Jobs;

internal static class JobSight
{
    /// <summary>Whether somebody sees a job.</summary>
    public static bool Shows(this Sight sight, JobView job) => sight.Shows(job.Owner, JobNames.Queue(job.Parameters.Operation));
}
