using Switchyard.Compute;
using Switchyard.Work;

namespace Switchyard.Tickets.Pages;

/// <summary>How a ticket stands.</summary>
/// <param name="Waiting">Why it waits; null when it does not.</param>
internal sealed record TicketNow(TicketView Ticket, SourceRun? Run, WaitingView? Waiting)
{
    private const int LogLines = 200;

    public WorkItemView Item => Ticket.Item;

    /// <summary>The last lines of what its newest run said; null when it said nothing.</summary>
    public string? LogTail => Run?.Log is { Length: > 0 } log ? string.Join('\n', log.TrimEnd().Split('\n').TakeLast(LogLines)) : null;

    /// <summary>How long its newest run took, so far while it runs; null before it started.</summary>
    public TimeSpan? Took(DateTimeOffset now) => Item.StartedAt is not { } started ? null
        : Item.FinishedAt is { } ended ? ended - started
        : Item.Status == WorkStatus.Running ? now - started : null;
}
