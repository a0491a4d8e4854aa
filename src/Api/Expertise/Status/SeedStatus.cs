namespace Switchyard.Expertise.Status;

/// <summary>How a step stands, in the seed's words.</summary>
internal static class SeedStatus
{
    public static string Of(StepStatus step) => step switch
    {
        StepStatus.Blocked => "blocked",
        StepStatus.Queued => "queued",
        StepStatus.Running => "processing",
        StepStatus.Completed => "completed",
        StepStatus.Cancelled => "stale",
        StepStatus.TimedOut => "timeout",
        _ => "error",
    };
}
