using System.Globalization;

namespace Switchyard.Jobs.Wire;

/// <summary>A job under /api/v1, with what workers need. What is null is left out.</summary>
/// <param name="JobId">The same number as text, as clients of 0.1 read it.</param>
/// <param name="LeaseNumber">The fencing token of the newest lease.</param>
/// <param name="Worker">Who holds it.</param>
/// <param name="LeaseExpiresAt">Null while nobody holds it, or when its holder knows no leases.</param>
/// <param name="Error">Why it failed or was given back.</param>
internal sealed record HeldJobJson(
    long Id,
    string JobId,
    string Status,
    JobParametersJson Parameters,
    IReadOnlyList<HeldJobLogJson> Log,
    DateTimeOffset CreatedAt,
    JobUser CreatedBy,
    long LeaseNumber,
    string? Worker,
    DateTimeOffset? LeaseExpiresAt,
    int Attempt,
    string? Error)
{
    public static HeldJobJson Of(JobView job) => new(
        job.Id,
        job.Id.ToString(CultureInfo.InvariantCulture),
        JobWords.Of(job.Status),
        JobParametersJson.Of(job.Parameters),
        [.. job.Log.Select(entry => new HeldJobLogJson(entry.At.ToUniversalTime(), entry.Message))],
        job.CreatedAt.ToUniversalTime(),
        job.CreatedBy,
        job.LeaseNumber,
        job.Worker,
        job.LeaseExpiresAt?.ToUniversalTime(),
        job.Attempt,
        job.Error);
}

internal sealed record HeldJobLogJson(DateTimeOffset At, string Message);
