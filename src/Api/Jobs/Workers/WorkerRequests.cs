using System.Text.Json.Serialization;
using Switchyard.Hosting;
using Switchyard.Jobs.Validation;
using Switchyard.Jobs.Wire;

namespace Switchyard.Jobs.Workers;

/// <param name="Worker">Who will hold the leases; 1 to 200 characters.</param>
/// <param name="Operations">Which jobs; left out: all.</param>
/// <param name="Max">1 to 100 jobs. Default: 1.</param>
/// <param name="Lease">a second to a day. Default: Jobs:LeaseTimeout.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ClaimRequest(
    [property: JsonRequired] string Worker, IReadOnlyList<string>? Operations = null, int? Max = null, [property: JsonConverter(typeof(SpanJson))] TimeSpan? Lease = null);

/// <param name="LeaseNumber">As the claim gave it.</param>
/// <param name="Lease">From now, a second to a day. Default: Jobs:LeaseTimeout.</param>
/// <param name="Status">How far the work is: no status that is queued or terminal.</param>
/// <param name="Description">Becomes the job's description, of which more than 10,000 characters are cut off.</param>
/// <param name="Log">A line for the job's log.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record RenewRequest(
    [property: JsonRequired] long LeaseNumber,
    [property: JsonConverter(typeof(SpanJson))] TimeSpan? Lease = null,
    string? Status = null,
    [property: JsonConverter(typeof(ReportedTextConverter))] string? Description = null,
    [property: JsonConverter(typeof(ReportedTextConverter))] string? Log = null);

/// <param name="LeaseNumber">As the claim gave it.</param>
/// <param name="Log">A line for the job's log.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record CompleteRequest(
    [property: JsonRequired] long LeaseNumber,
    [property: JsonConverter(typeof(ReportedTextConverter))] string? Log = null);

/// <param name="LeaseNumber">As the claim gave it.</param>
/// <param name="Error">Why, for people; at least a character.</param>
/// <param name="Retry">Gives the job back to its queue instead of ending it. Default: false.</param>
/// <param name="RetryAfter">How long it is not handed out again; up to a day; only with retry.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record FailRequest(
    [property: JsonRequired] long LeaseNumber,
    [property: JsonRequired, JsonConverter(typeof(ReportedTextConverter))] string Error,
    bool Retry = false,
    [property: JsonConverter(typeof(SpanJson))] TimeSpan? RetryAfter = null);

/// <summary>What a claim brought.</summary>
/// <param name="Paused">Nothing is handed out: maintenance, or all the queues asked for are paused.</param>
internal sealed record ClaimedJson(IReadOnlyList<HeldJobJson> Items, bool Paused);
