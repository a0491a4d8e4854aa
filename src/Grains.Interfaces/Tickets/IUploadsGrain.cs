using Switchyard.Hosting;

namespace Switchyard.Tickets;

/// <summary>What the door needs before there is a ticket. A stateless worker. The key is always 0.</summary>
[Alias("switchyard.tickets.uploads-grain")]
public interface IUploadsGrain : IGrainWithIntegerKey
{
    /// <summary>An id for a ticket, which nobody else is given.</summary>
    [Alias("reserve-id"), Repeatable]
    Task<long> ReserveIdAsync();

    /// <summary>Reads a whole archive by rule, writes nothing, and for one that is taken reserves the id of its ticket.</summary>
    /// <param name="archive">Its blob; it stays.</param>
    /// <param name="maxUnpackedBytes">Of all members together, as they really come.</param>
    /// <param name="maxEntries">Members of any kind.</param>
    [Alias("check"), Repeatable, ResponseTimeout("00:10:00")]
    Task<UploadCheck> CheckAsync(string archive, long maxUnpackedBytes, int maxEntries);
}

/// <param name="Message">The refusal in words, for whoever sent the archive; null when it is taken.</param>
[GenerateSerializer, Immutable, Alias("switchyard.tickets.upload-check")]
public sealed record UploadCheck([property: Id(0)] UploadOutcome Outcome, [property: Id(1)] string? Message = null)
{
    /// <summary>Bytes of an archive that is taken; null from nodes of 0.1.</summary>
    [Id(2)]
    public long? Length { get; init; }

    /// <summary>An id for the ticket, as of <see cref="IUploadsGrain.ReserveIdAsync"/>; null when it is not taken, and from nodes of 0.1.</summary>
    [Id(3)]
    public long? TicketId { get; init; }
}

[GenerateSerializer, Alias("switchyard.tickets.upload-outcome")]
public enum UploadOutcome
{
    Ok = 0,

    /// <summary>No archive, a broken one, or packed in a way that is not read here.</summary>
    NotAnArchive = 1,

    /// <summary>More bytes than allowed.</summary>
    TooLarge = 2,

    TooManyEntries = 3,

    /// <summary>Said by nodes of 0.1 alone, of what packs well.</summary>
    Bomb = 4,
}
