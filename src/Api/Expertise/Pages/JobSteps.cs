using Switchyard.Work;

namespace Switchyard.Expertise.Pages;

/// <summary>How the two steps of a job stand, by its row alone: the queue says which it is at.</summary>
internal static class JobSteps
{
    public static (StepStatus Dataset, StepStatus Scoring) Of(WorkItemView item) => item.Queue == ExpertiseNames.DatasetQueue
        ? (Of(item.Status), StepStatus.Blocked)
        : (StepStatus.Completed, Of(item.Status));

    private static StepStatus Of(WorkStatus status) => status switch
    {
        WorkStatus.Queued => StepStatus.Queued,
        WorkStatus.Running => StepStatus.Running,
        WorkStatus.Completed => StepStatus.Completed,
        WorkStatus.Failed => StepStatus.Failed,
        WorkStatus.Cancelled => StepStatus.Cancelled,
        _ => StepStatus.TimedOut,
    };
}
