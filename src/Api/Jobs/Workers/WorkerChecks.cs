using Switchyard.Hosting;

namespace Switchyard.Jobs.Workers;

/// <summary>What a worker's request must keep to. Each check answers what is wrong, for people, or null.</summary>
internal static class WorkerChecks
{
    private const int MaxWorkerLength = 200;
    private const int MaxClaim = 100;

    private static readonly TimeSpan ShortestLease = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    public static string? Of(ClaimRequest request) =>
        Worker(request.Worker)
        ?? (request.Max is < 1 or > MaxClaim ? $"max must be 1 to {MaxClaim}." : null)
        ?? Lease(request.Lease)
        ?? (request.Operations?.FirstOrDefault(word => !JobWords.TryParse(word, out JobOperation? _)) is { } unknown
            || request.Operations?.Contains(null!) == true
                ? $"operations must be among {string.Join(", ", JobWords.AllOperations)}."
                : null);

    public static string? Of(RenewRequest request) =>
        Lease(request.Lease)
        ?? (request.Status is not null && Stage(request.Status) is null
            ? $"status must be one of {string.Join(", ", JobWords.AllStatuses.Where(word => Stage(word) is not null))}."
            : null);

    public static string? Of(FailRequest request) =>
        (string.IsNullOrEmpty(request.Error) ? "error must not be empty." : null)
        ?? (request is { Retry: false, RetryAfter: not null } ? "retryAfter goes only with retry." : null)
        ?? (request.RetryAfter is { } after && (after < TimeSpan.Zero || after > Day) ? "retryAfter must be 00:00:00 to 1.00:00:00, which is a day." : null);

    /// <summary>The status in which a worker holds a job; null: it is none of those.</summary>
    public static JobStatus? Stage(string? word) =>
        JobWords.TryParse(word, out JobStatus? status) && status is not (JobStatus.Queued or JobStatus.Completed or JobStatus.Failed) ? status : null;

    private static string? Lease(TimeSpan? lease) =>
        lease is { } given && (given < ShortestLease || given > Day) ? "lease must be 00:00:01 to 1.00:00:00, which is a day." : null;

    private static string? Worker(string? name) =>
        name is not { Length: > 0 and <= MaxWorkerLength } ? $"worker must be 1 to {MaxWorkerLength} characters."
        : OutsideText.IsSound(name) ? null
        : $"worker {OutsideText.Refusal}";
}
