using Switchyard.Compute;
using Switchyard.Hosting;

namespace Switchyard.Tickets;

/// <summary>The words under which the cluster knows tickets. They are stored and never change.</summary>
public static class TicketNames
{
    /// <summary>The kind of the work items and the type of their grain.</summary>
    public const string Kind = "ticket";

    /// <summary>The queue of all tickets.</summary>
    public const string Queue = "tickets";
}

/// <summary>One upload for a service, and its result; the key is its id. Whoever has the token may ask for it.</summary>
[Alias("switchyard.tickets.ticket-grain")]
public interface ITicketGrain : IComputeItemGrain
{
    /// <summary>Makes the ticket, under an id that was reserved for it. Answered after the commit. May be repeated.</summary>
    [Alias("submit"), Repeatable]
    Task<bool> SubmitAsync(TicketSubmission submission);

    /// <summary>
    /// The ticket; null when there is none of this id, or the token is another: nobody can tell which. Compared in constant time.
    /// </summary>
    /// <param name="tokenHash">As in the submission: a call that fails is logged with what was sent, and the token must not be.</param>
    [Alias("look"), Repeatable]
    Task<TicketView?> LookAsync(byte[] tokenHash);

    /// <summary>The ticket for operators, who need no token; null when there is none of this id.</summary>
    [Alias("view"), Repeatable]
    Task<TicketView?> ViewAsync();

    /// <summary>The result was handed over completely: from the first time on it is kept for the retention only.</summary>
    [Alias("fetched"), Repeatable]
    Task FetchedAsync();
}

/// <param name="TokenHash">SHA-256 of the token's characters.</param>
/// <param name="Archive">The blob of the upload, checked by rule.</param>
/// <param name="RemoteAddress">Who sent it.</param>
[GenerateSerializer, Immutable, Alias("switchyard.tickets.submission")]
public sealed record TicketSubmission(
    [property: Id(0)] string Service,
    [property: Id(1)] byte[] TokenHash,
    [property: Id(2)] string Archive,
    [property: Id(3)] string RemoteAddress)
{
    /// <summary>Bytes of the upload; null where nobody has told, and the ticket looks for itself.</summary>
    [Id(4)]
    public long? ArchiveLength { get; init; }

    /// <summary>The account or key that sent it; null where nobody had to sign in.</summary>
    [Id(5)]
    public string? Owner { get; init; }
}

/// <param name="Error">Why it failed; null unless it did.</param>
/// <param name="ResultBlob">Null until it completed, or when the service left none, or when the retention is over.</param>
[GenerateSerializer, Immutable, Alias("switchyard.tickets.ticket")]
public sealed record TicketView(
    [property: Id(0)] Work.WorkItemView Item,
    [property: Id(1)] string Service,
    [property: Id(2)] string? Error,
    [property: Id(3)] string? ResultBlob,
    [property: Id(4)] long ResultLength);
