using Switchyard.Compute;
using Switchyard.Work;

namespace Switchyard.Tickets;

/// <param name="Token">Told once: whoever has it has the ticket.</param>
internal sealed record NewTicketJson(long Id, string Token, WorkStatus Status);

/// <summary>A ticket as its holder sees it.</summary>
/// <param name="Source">Where it is placed or ran; null until then.</param>
/// <param name="Waiting">Why it waits; null when it does not.</param>
/// <param name="Position">Its place among those that wait at its source, from 1; null when it waits at none.</param>
/// <param name="Error">Why it ended without a result, or why it waits again; null when neither is so.</param>
/// <param name="ExitCode">Of the newest run's process; null when none ended.</param>
/// <param name="Log">What the newest run said, so far while it runs; null before the first.</param>
/// <param name="ResultLength">Bytes of the result; null when there is none.</param>
internal sealed record TicketJson(
    long Id,
    string Service,
    WorkStatus Status,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    string? Source,
    WaitingView? Waiting,
    int? Position,
    string? Error,
    int? ExitCode,
    string? Log,
    long? ResultLength)
{
    public static TicketJson Of(TicketView ticket, SourceRun? run, WaitingView? waiting) => new(
        ticket.Item.Id,
        ticket.Service,
        ticket.Item.Status,
        ticket.Item.CreatedAt,
        ticket.Item.StartedAt,
        ticket.Item.FinishedAt,
        run?.Source,
        waiting,
        run?.Position,
        ticket.Error ?? ticket.Item.Error,
        run?.ExitCode,
        run?.Log,
        ticket.ResultBlob is null ? null : ticket.ResultLength);
}
