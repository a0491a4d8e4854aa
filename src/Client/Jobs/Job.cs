using System.Text.Json;

namespace Switchyard.Client.Jobs;

/// <summary>A job of the Jobs door under a lease.</summary>
/// <param name="JobId">A number as text.</param>
/// <param name="Status">How far it is, in the door's words.</param>
/// <param name="Parameters">What to do: at least <c>operation</c> and <c>target</c>.</param>
public sealed record Job(string JobId, string Status, JsonElement Parameters)
{
    /// <summary>The fencing token.</summary>
    public long LeaseNumber { get; init; }

    /// <summary>Who has it.</summary>
    public string? Worker { get; init; }

    /// <summary>By the node's clock; null: nobody has it.</summary>
    public DateTimeOffset? LeaseExpiresAt { get; init; }

    /// <summary>1 for the first.</summary>
    public int? Attempt { get; init; }

    /// <summary>What is to be done.</summary>
    public string? Operation => Parameters.ValueKind == JsonValueKind.Object && Parameters.TryGetProperty("operation", out var word) ? word.GetString() : null;

    /// <summary>To which dataset.</summary>
    public string? Target => Parameters.ValueKind == JsonValueKind.Object && Parameters.TryGetProperty("target", out var word) ? word.GetString() : null;
}

/// <summary>What a claim brought.</summary>
/// <param name="Items">Empty: there was nothing.</param>
/// <param name="Paused">Nothing is handed out just now.</param>
public sealed record ClaimedJobs(IReadOnlyList<Job> Items, bool Paused);

/// <summary>What became of an act under a lease.</summary>
/// <param name="Outcome">Whether it was done.</param>
/// <param name="Job">The job as it is now; null when it was not done.</param>
public sealed record JobAct(JobOutcome Outcome, Job? Job = null);

/// <summary>Whether an act under a lease was done.</summary>
public enum JobOutcome
{
    /// <summary>Done.</summary>
    Ok,

    /// <summary>The job is another's by now, or has ended.</summary>
    Stale,

    /// <summary>There is no such job.</summary>
    Unknown,
}
