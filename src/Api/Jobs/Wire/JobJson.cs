using System.Globalization;

namespace Switchyard.Jobs.Wire;

/// <summary>A job on the wire. What is null is left out.</summary>
/// <param name="JobId">A decimal number; an opaque text for clients.</param>
/// <param name="CreatedAt">Local time without an offset.</param>
/// <param name="LeaseNumber">The fencing token of the newest lease; only under /api/v1.</param>
/// <param name="Worker">Who holds it; only under /api/v1.</param>
/// <param name="LeaseExpiresAt">Null while nobody holds it, or when its holder knows no leases; only under /api/v1.</param>
/// <param name="Attempt">Only under /api/v1.</param>
internal sealed record JobJson(
    string JobId,
    string Status,
    JobParametersJson Parameters,
    IReadOnlyList<JobLogJson> Log,
    string CreatedAt,
    JobUser CreatedBy,
    long? LeaseNumber = null,
    string? Worker = null,
    DateTimeOffset? LeaseExpiresAt = null,
    int? Attempt = null)
{
    public static JobJson Of(JobView job, TimeZoneInfo zone) => new(
        job.Id.ToString(CultureInfo.InvariantCulture),
        JobWords.Of(job.Status),
        JobParametersJson.Of(job.Parameters),
        [.. job.Log.Select(entry => new JobLogJson(LocalTime.Format(entry.At, zone), entry.Message))],
        LocalTime.Format(job.CreatedAt, zone),
        job.CreatedBy);

    /// <summary>With what workers of our own protocol need.</summary>
    public static JobJson WithLease(JobView job, TimeZoneInfo zone) => Of(job, zone) with
    {
        LeaseNumber = job.LeaseNumber,
        Worker = job.Worker,
        LeaseExpiresAt = job.LeaseExpiresAt,
        Attempt = job.Attempt,
    };
}

internal sealed record JobLogJson(string At, string Message);

/// <summary>What a job is to do; which of the optional parts there are depends on its operation.</summary>
internal sealed record JobParametersJson(
    string Operation,
    string Target,
    BumpManifesto? BumpManifesto = null,
    string? Description = null,
    string? ReleaseStatus = null,
    string? BumpFromVersion = null,
    string? BumpToVersion = null)
{
    public static JobParametersJson Of(JobParameters job) => new(
        JobWords.Of(job.Operation),
        job.Target,
        job.BumpManifesto,
        job.Description,
        job.ReleaseStatus is { } status ? JobWords.Of(status) : null,
        job.BumpFromVersion,
        job.BumpToVersion);
}
