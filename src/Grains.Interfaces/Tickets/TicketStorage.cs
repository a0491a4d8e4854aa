namespace Switchyard.Tickets;

/// <summary>What is kept of a ticket that has ended.</summary>
public enum TicketStorage
{
    /// <summary>Everything, until somebody deletes the ticket: no retention applies.</summary>
    KeepAll,

    /// <summary>The upload as long as the ticket; the result until its retention is over.</summary>
    KeepInput,

    /// <summary>
    /// The result until its retention is over. The upload goes when the ticket completes; that of one that failed after
    /// <see cref="TicketsOptions.UploadRetention"/>.
    /// </summary>
    KeepResult,

    /// <summary>
    /// Nothing: upload and result go with the first complete download; an upload at the latest
    /// <see cref="TicketsOptions.UploadRetention"/> after the ticket's end.
    /// </summary>
    KeepNothing,
}
