using Switchyard.Work;

namespace Switchyard.Tickets.Pages;

/// <summary>How a ticket stands.</summary>
/// <param name="Source">Where it is placed or ran; null until then.</param>
/// <param name="Position">Its place among those that wait at its source, from 1; null when it waits at none.</param>
/// <param name="ExitCode">Of the newest run's process.</param>
/// <param name="Log">The newest run's output, so far while it runs.</param>
/// <param name="Waiting">Why it waits; null when it does not.</param>
public sealed record TicketNow(TicketView Ticket, string? Source, int? Position, int? ExitCode, string? Log, WaitingView? Waiting)
{
    private const int LogLines = 200;

    public WorkItemView Item => Ticket.Item;

    /// <summary>The last lines of what its newest run said; null when it said nothing.</summary>
    public string? LogTail => Log is { Length: > 0 } log ? string.Join('\n', log.TrimEnd().Split('\n').TakeLast(LogLines)) : null;

    /// <summary>How long its newest run took, so far while it runs; null before it started.</summary>
    public TimeSpan? Took(DateTimeOffset now) => Item.StartedAt is not { } started ? null
        : Item.FinishedAt is { } ended ? ended - started
        : Item.Status == WorkStatus.Running ? now - started : null;
}
