using System.Globalization;

namespace Switchyard.Jobs.Wire;

/// <summary>A job on the wire. What is null is left out.</summary>
/// <param name="JobId">A decimal number; an opaque text for clients.</param>
/// <param name="CreatedAt">Local time without an offset.</param>
internal sealed record JobJson(
    string JobId,
    string Status,
    JobParametersJson Parameters,
    IReadOnlyList<JobLogJson> Log,
    string CreatedAt,
    JobUser CreatedBy)
{
    public static JobJson Of(JobView job, TimeZoneInfo zone) => new(
        job.Id.ToString(CultureInfo.InvariantCulture),
        JobWords.Of(job.Status),
        JobParametersJson.Of(job.Parameters),
        [.. job.Log.Select(entry => new JobLogJson(LocalTime.Format(entry.At, zone), entry.Message))],
        LocalTime.Format(job.CreatedAt, zone),
        job.CreatedBy);
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
