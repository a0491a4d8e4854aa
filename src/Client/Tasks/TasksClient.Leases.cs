using System.Text.Json.Serialization.Metadata;
using Switchyard.Client.Http;

namespace Switchyard.Client.Tasks;

public sealed partial class TasksClient
{
    /// <summary>
    /// Leases tasks. When an answer is lost on its way, what it brought comes again when that lease ends: a worker that asks
    /// again gets others meanwhile.
    /// </summary>
    /// <param name="request">What for.</param>
    /// <param name="wait">How long the node holds the answer until there is something, at most <see cref="LongestWait"/>.</param>
    public async Task<ClaimedTasks> ClaimAsync(ClaimRequest request, TimeSpan wait = default, CancellationToken cancellationToken = default)
    {
        using var answer = await _api.SendAsync(ClaimCall(request, wait), cancellationToken);
        return await answer.ReadAsync(TasksJson.Default.ClaimedTasks, cancellationToken);
    }

    /// <summary>Renews leases, and says how far the work is.</summary>
    /// <param name="items">At most 1,000.</param>
    /// <param name="lease">From now; null: as long as the claim asked for.</param>
    public Task<IReadOnlyList<Renewed>> RenewAsync(
        IReadOnlyList<Renewal> items, TimeSpan? lease = null, CancellationToken cancellationToken = default) =>
        ItemsAsync(RenewCall(items, lease), TasksJson.Default.ItemListRenewed, cancellationToken);

    /// <summary>Brings results home. May be repeated: a result is accepted once.</summary>
    /// <param name="items">At most 1,000.</param>
    public Task<IReadOnlyList<Completed>> CompleteAsync(IReadOnlyList<Completion> items, CancellationToken cancellationToken = default) =>
        ItemsAsync(CompleteCall(items), TasksJson.Default.ItemListCompleted, cancellationToken);

    /// <summary>Says that attempts failed.</summary>
    /// <param name="items">At most 1,000.</param>
    /// <returns>Stale may be said of one that was believed, when the first answer was lost on its way.</returns>
    public Task<IReadOnlyList<Failed>> FailAsync(IReadOnlyList<Failure> items, CancellationToken cancellationToken = default) =>
        ItemsAsync(FailCall(items), TasksJson.Default.ItemListFailed, cancellationToken);

    internal TimeProvider Time => _api.Time;

    /// <summary>Made once: whoever calls knows better when to try again, and until when.</summary>
    internal async Task<TimedClaim> ClaimOnceAsync(ClaimRequest request, TimeSpan wait, CancellationToken cancellationToken)
    {
        using var answer = await _api.SendAsync(ClaimCall(request, wait) with { Retried = false }, cancellationToken);
        var claimed = await answer.ReadAsync(TasksJson.Default.ClaimedTasks, cancellationToken);
        return new(claimed, answer.Message.Headers.Date, answer.HeadersAt);
    }

    /// <inheritdoc cref="ClaimOnceAsync"/>
    internal Task<IReadOnlyList<Renewed>> RenewOnceAsync(IReadOnlyList<Renewal> items, TimeSpan? lease, TimeSpan limit, CancellationToken cancellationToken) =>
        ItemsAsync(RenewCall(items, lease) with { Retried = false, Timeout = limit }, TasksJson.Default.ItemListRenewed, cancellationToken);

    /// <inheritdoc cref="ClaimOnceAsync"/>
    internal Task<IReadOnlyList<Completed>> CompleteOnceAsync(IReadOnlyList<Completion> items, CancellationToken cancellationToken) =>
        ItemsAsync(CompleteCall(items) with { Retried = false }, TasksJson.Default.ItemListCompleted, cancellationToken);

    /// <inheritdoc cref="ClaimOnceAsync"/>
    internal Task<IReadOnlyList<Failed>> FailOnceAsync(IReadOnlyList<Failure> items, CancellationToken cancellationToken) =>
        ItemsAsync(FailCall(items) with { Retried = false }, TasksJson.Default.ItemListFailed, cancellationToken);

    private static ApiCall ClaimCall(ClaimRequest request, TimeSpan wait) => new(HttpMethod.Post, $"{Route}/claim")
    {
        Content = JsonBody.Of(request, TasksJson.Default.ClaimRequest),
        Wait = wait < LongestWait ? wait : LongestWait,
        Prefers = true,
    };

    private static ApiCall RenewCall(IReadOnlyList<Renewal> items, TimeSpan? lease) => new(HttpMethod.Post, $"{Route}/renew")
    {
        Content = JsonBody.Of(new RenewRequest(items, lease), TasksJson.Default.RenewRequest),
    };

    private static ApiCall CompleteCall(IReadOnlyList<Completion> items) => new(HttpMethod.Post, $"{Route}/complete")
    {
        Content = JsonBody.Of(new ItemList<Completion>(items), TasksJson.Default.ItemListCompletion),
    };

    private static ApiCall FailCall(IReadOnlyList<Failure> items) => new(HttpMethod.Post, $"{Route}/fail")
    {
        Content = JsonBody.Of(new ItemList<Failure>(items), TasksJson.Default.ItemListFailure),
    };

    private async Task<IReadOnlyList<T>> ItemsAsync<T>(ApiCall call, JsonTypeInfo<ItemList<T>> type, CancellationToken cancellationToken)
    {
        using var answer = await _api.SendAsync(call, cancellationToken);
        return (await answer.ReadAsync(type, cancellationToken)).Items;
    }
}

/// <summary>What a claim brought, and when.</summary>
/// <param name="ServerDate">The node's clock when it answered, in whole seconds; null: it did not say.</param>
/// <param name="AnsweredAt">The timestamp of this machine's clock then.</param>
internal sealed record TimedClaim(ClaimedTasks Tasks, DateTimeOffset? ServerDate, long AnsweredAt);
