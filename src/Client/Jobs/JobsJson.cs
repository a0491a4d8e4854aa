using System.Text.Json;
using System.Text.Json.Serialization;

namespace Switchyard.Client.Jobs;

/// <summary>The wire. This door takes spans as <c>d.hh:mm:ss</c>, the runtime's own way.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JobClaimRequest))]
[JsonSerializable(typeof(JobRenewRequest))]
[JsonSerializable(typeof(JobCompleteRequest))]
[JsonSerializable(typeof(JobFailRequest))]
[JsonSerializable(typeof(ClaimedJobs))]
[JsonSerializable(typeof(Job))]
internal sealed partial class JobsJson : JsonSerializerContext;

internal sealed record JobClaimRequest(string Worker, IReadOnlyList<string>? Operations, int Max, TimeSpan? Lease);

internal sealed record JobRenewRequest(long LeaseNumber, TimeSpan? Lease, string? Status, string? Description, string? Log);

internal sealed record JobCompleteRequest(long LeaseNumber, string? Log);

internal sealed record JobFailRequest(long LeaseNumber, string Error, bool Retry, TimeSpan? RetryAfter);
