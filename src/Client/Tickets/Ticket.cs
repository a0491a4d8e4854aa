namespace Switchyard.Client.Tickets;

/// <summary>A ticket that was just made.</summary>
/// <param name="Id">Of the ticket.</param>
/// <param name="Token">Whoever has it has the ticket. It is told this once.</param>
public sealed record NewTicket(long Id, string Token);

/// <summary>A ticket as its holder sees it.</summary>
/// <param name="Id">Of the ticket.</param>
/// <param name="Service">What runs.</param>
/// <param name="Status"><c>queued, running, completed, failed, cancelled</c> or <c>timedout</c>.</param>
public sealed record Ticket(long Id, string Service, string Status)
{
    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Null: it has not begun.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Null: it has not ended.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Where it is placed or ran.</summary>
    public string? Source { get; init; }

    /// <summary>Its place among those that wait at its source, from 1.</summary>
    public int? Position { get; init; }

    /// <summary>Why it ended without a result.</summary>
    public string? Error { get; init; }

    /// <summary>Of its process.</summary>
    public int? ExitCode { get; init; }

    /// <summary>What it said.</summary>
    public string? Log { get; init; }

    /// <summary>Bytes; null: there is none.</summary>
    public long? ResultLength { get; init; }

    /// <summary>Whether nothing will change any more.</summary>
    public bool HasEnded => Status is not ("queued" or "running");
}
