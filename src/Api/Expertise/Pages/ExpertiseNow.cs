using Switchyard.Work;

namespace Switchyard.Expertise.Pages;

/// <summary>How a job stands.</summary>
/// <param name="Source">Where it is placed or ran; null until then.</param>
/// <param name="Position">Its place among those that wait at its source, from 1; null when it waits at none.</param>
/// <param name="Log">The newest run's output, so far while it runs.</param>
/// <param name="Waiting">Why it waits; null when it does not.</param>
/// <param name="Attempts">How earlier leases ended, oldest first.</param>
public sealed record ExpertiseNow(
    ExpertiseView Job, string? Source, int? Position, string? Log, WaitingView? Waiting, IReadOnlyList<AttemptView> Attempts)
{
    private const int LogLines = 200;

    public WorkItemView Item => Job.Item;

    /// <summary>How far the step that runs is; null when none runs, or it does not tell.</summary>
    public RunProgress? Progress => Item.Status == WorkStatus.Running ? RunProgress.Of(Log) : null;

    /// <summary>The last lines of what the newest run said; null when it said nothing.</summary>
    public string? LogTail => Log is { Length: > 0 } log ? string.Join('\n', log.TrimEnd().Split('\n').TakeLast(LogLines)) : null;
}
