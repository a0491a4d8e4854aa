namespace Switchyard.Jobs.Rules;

/// <summary>Which of the parameters that came with a request a job keeps, by its operation. Pure.</summary>
internal static class KeptParameters
{
    public static JobParameters Of(JobParameters given)
    {
        var bare = new JobParameters(given.Operation, given.Target);
        return given.Operation switch
        {
            JobOperation.SetStatus => bare with { ReleaseStatus = given.ReleaseStatus },
            JobOperation.Remove => bare with { Description = given.Description },
            JobOperation.Bump => given with { ReleaseStatus = null },
            _ => bare,
        };
    }
}
