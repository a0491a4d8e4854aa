using Switchyard.Work;

namespace Switchyard.Compute.Pipelines;

/// <summary>
/// How an item goes from step to step. Pure. A step begins when the one before it completed; one that fails, times out or is
/// cancelled ends the item.
/// </summary>
public static class Pipeline
{
    /// <summary>How the item moves on when a step completes; null after the last.</summary>
    /// <param name="at">The step that completed: its place, from 0.</param>
    public static WorkCommand.Advance? AdvanceFrom(IReadOnlyList<PipelineStep> steps, int at, long leaseNumber) =>
        at + 1 < steps.Count ? new(leaseNumber, steps[at + 1].Queue, steps[at + 1].Priority) : null;

    /// <summary>The item as the scheduler sees it at a step.</summary>
    public static ComputeEntry EntryOf(WorkRow row, PipelineStep step) => new(row.Id, row.Kind, step.Service, row.Queue, row.Priority, step.Pool);
}
