using System.Text.Json;
using Switchyard.Acceptance.Tickets;

namespace Switchyard.Acceptance.Releases;

/// <summary>What was done before a state was kept, so that a later node can be asked for it.</summary>
internal sealed record ReleaseFacts
{
    public const string Client = "client-of-then";
    public const string Worker = "worker-of-then";
    public const string PauseReason = "kept paused";
    public const string MaintenanceText = "kept in maintenance";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Unix milliseconds.</summary>
    public required long MadeAt { get; init; }

    public required string ReturnedTable { get; init; }

    /// <summary>The body of its result, as it was sent.</summary>
    public required string Returned { get; init; }

    public required string ErrorTable { get; init; }

    /// <summary>It was out with <see cref="Client"/>.</summary>
    public required string HeldTable { get; init; }

    public required string CompletedJob { get; init; }

    public required string FailedJob { get; init; }

    /// <summary>It was under a lease of <see cref="Worker"/>.</summary>
    public required string LeasedJob { get; init; }

    public required long LeaseNumber { get; init; }

    public required string QueuedJob { get; init; }

    public required Ticket FinishedTicket { get; init; }

    /// <summary>The bytes of its result, as SHA-256 in hexadecimal digits.</summary>
    public required string ResultHash { get; init; }

    public required Ticket FailedTicket { get; init; }

    /// <summary>Its queue was paused.</summary>
    public required Ticket QueuedTicket { get; init; }

    public required string ScoredExpertise { get; init; }

    /// <summary>Its scores as CSV.</summary>
    public required string Scores { get; init; }

    /// <summary>It needs a token that was kept encrypted.</summary>
    public required string QueuedExpertise { get; init; }

    public required long FinishedDownload { get; init; }

    public static ReleaseFacts Read(string file) => JsonSerializer.Deserialize<ReleaseFacts>(File.ReadAllText(file))!;

    public void Write(string file) => File.WriteAllText(file, JsonSerializer.Serialize(this, Indented) + "\n");
}
