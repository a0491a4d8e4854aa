using System.Net;
using Switchyard.Client.Http;

namespace Switchyard.Client.Jobs;

/// <summary>Work on jobs of the Jobs door under leases.</summary>
/// <remarks>All methods throw <see cref="SwitchyardException"/> when they are refused.</remarks>
public sealed class JobsClient
{
    private const string Route = "api/v1/jobs";

    private static readonly HttpStatusCode[] NotOurs = [HttpStatusCode.NotFound, HttpStatusCode.Conflict];

    private readonly ApiTransport _api;

    internal JobsClient(ApiTransport api) => _api = api;

    /// <summary>Leases jobs, oldest first.</summary>
    /// <param name="worker">Who will hold them; 1 to 200 characters.</param>
    /// <param name="operations">Which; null: all.</param>
    /// <param name="max">1 to 100.</param>
    /// <param name="lease">A second to a day; null: as the node is set.</param>
    /// <param name="wait">How long the node holds the answer until there is something, at most 20 s.</param>
    public async Task<ClaimedJobs> ClaimAsync(
        string worker, IReadOnlyList<string>? operations = null, int max = 1, TimeSpan? lease = null, TimeSpan wait = default, CancellationToken cancellationToken = default)
    {
        var call = new ApiCall(HttpMethod.Post, $"{Route}/claim")
        {
            Content = JsonBody.Of(new JobClaimRequest(worker, operations, max, lease), JobsJson.Default.JobClaimRequest),
            Wait = wait,
            Prefers = true,
        };
        using var answer = await _api.SendAsync(call, cancellationToken);
        return await answer.ReadAsync(JobsJson.Default.ClaimedJobs, cancellationToken);
    }

    /// <summary>Extends a lease, and says how far the work is.</summary>
    /// <param name="lease">From now; null: as the node is set.</param>
    /// <param name="status">No status that is queued or the end; null: as it was.</param>
    /// <param name="description">Null: as it was.</param>
    /// <param name="log">A line; null: none.</param>
    public Task<JobAct> RenewAsync(
        Job job, TimeSpan? lease = null, string? status = null, string? description = null, string? log = null, CancellationToken cancellationToken = default) =>
        ActAsync(job, "renew", JsonBody.Of(new JobRenewRequest(job.LeaseNumber, lease, status, description, log), JobsJson.Default.JobRenewRequest), cancellationToken);

    /// <summary>Ends a job with success; may be repeated.</summary>
    /// <param name="log">A line; null: none.</param>
    public Task<JobAct> CompleteAsync(Job job, string? log = null, CancellationToken cancellationToken = default) =>
        ActAsync(job, "complete", JsonBody.Of(new JobCompleteRequest(job.LeaseNumber, log), JobsJson.Default.JobCompleteRequest), cancellationToken);

    /// <summary>Ends a job without success, or gives it back.</summary>
    /// <param name="error">Why, for people.</param>
    /// <param name="retry">Gives it back.</param>
    /// <param name="retryAfter">It is not handed out before this, up to a day; only with retry.</param>
    public Task<JobAct> FailAsync(Job job, string error, bool retry = false, TimeSpan? retryAfter = null, CancellationToken cancellationToken = default) =>
        ActAsync(job, "fail", JsonBody.Of(new JobFailRequest(job.LeaseNumber, error, retry, retryAfter), JobsJson.Default.JobFailRequest), cancellationToken);

    private async Task<JobAct> ActAsync(Job job, string act, Func<HttpContent> body, CancellationToken cancellationToken)
    {
        var call = new ApiCall(HttpMethod.Post, $"{Route}/{job.JobId}/{act}") { Content = body, Expected = NotOurs };
        using var answer = await _api.SendAsync(call, cancellationToken);
        return answer.Message.StatusCode switch
        {
            HttpStatusCode.NotFound => new(JobOutcome.Unknown),
            HttpStatusCode.Conflict => new(JobOutcome.Stale),
            _ => new(JobOutcome.Ok, await answer.ReadAsync(JobsJson.Default.Job, cancellationToken)),
        };
    }
}
