using Switchyard.Compute;
using Switchyard.Work;

namespace Switchyard.Expertise.Pages;

/// <summary>How a job stands.</summary>
/// <param name="Waiting">Why it waits; null when it does not.</param>
/// <param name="Attempts">How earlier leases ended, oldest first.</param>
internal sealed record ExpertiseNow(ExpertiseView Job, SourceRun? Run, WaitingView? Waiting, IReadOnlyList<AttemptView> Attempts)
{
    private const int LogLines = 200;

    public WorkItemView Item => Job.Item;

    /// <summary>How far the step that runs is; null when none runs, or it does not tell.</summary>
    public RunProgress? Progress => Item.Status == WorkStatus.Running ? RunProgress.Of(Run?.Log) : null;

    /// <summary>The last lines of what the newest run said; null when it said nothing.</summary>
    public string? LogTail => Run?.Log is { Length: > 0 } log ? string.Join('\n', log.TrimEnd().Split('\n').TakeLast(LogLines)) : null;
}
