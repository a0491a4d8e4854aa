using System.Text.Json.Nodes;
using Switchyard.Hosting;

namespace Switchyard.Tasks.Described;

/// <param name="Worker">Who will hold the leases; 1 to 200 characters.</param>
/// <param name="Queues">1 to 100, asked in this order.</param>
/// <param name="Max">1 to 1,000 tasks. Default: 1.</param>
/// <param name="Lease">A span from a second to a day. Default: the queue's.</param>
internal sealed record TaskClaimRequest(string Worker, IReadOnlyList<string> Queues, int? Max, [property: Span] string? Lease);

/// <param name="Paused">Those of the queues that hand nothing out.</param>
internal sealed record TaskClaimJson(IReadOnlyList<TaskClaimedJson> Items, IReadOnlyList<string> Paused);

/// <summary>A task under a lease.</summary>
/// <param name="LeaseNumber">The fencing token: acts on the task name it.</param>
/// <param name="Attempt">From 1.</param>
/// <param name="AttemptEndsAt">When the attempt is over, however often its lease is renewed.</param>
internal sealed record TaskClaimedJson(
    long Id,
    string Queue,
    long LeaseNumber,
    DateTimeOffset LeaseExpiresAt,
    int Attempt,
    JsonNode? Payload,
    string? Name,
    int Priority,
    string? GroupKey,
    IReadOnlyList<string> Tags,
    DateTimeOffset CreatedAt,
    DateTimeOffset? Deadline,
    DateTimeOffset? AttemptEndsAt,
    TraceJson? Trace);
