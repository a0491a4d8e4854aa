using System.Data.Common;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Switchyard.Work;

namespace Switchyard.Tasks.Lane;

/// <summary>What every store of the lane must do, whatever its database. Each test has an empty database of its own.</summary>
public abstract partial class LaneStoreConformance : IAsyncLifetime
{
    private const int MaxAttempts = 3;

    private LaneQueue? _queue;
    private long _epoch;

    protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    protected DateTimeOffset Now => Time.GetUtcNow();

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected ILaneStore Store { get; private set; } = null!;

    /// <summary>The queue of most tests.</summary>
    private protected LaneQueue Queue => _queue!;

    public async ValueTask InitializeAsync()
    {
        await PrepareAsync();
        Store = await OpenLaneAsync();
        _queue = await Store.OpenQueueAsync("mail", Cancellation);
        _epoch = await Store.TakeOverAsync(Queue.Number, Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await CleanAsync();
        GC.SuppressFinalize(this);
    }

    protected abstract Task PrepareAsync();

    /// <summary>Closes what was opened.</summary>
    protected abstract Task CleanAsync();

    /// <summary>Opens one more lane over this test's database, as another node would where the database allows it.</summary>
    private protected abstract Task<ILaneStore> OpenLaneAsync();

    /// <summary>A connection beside the store's, to look and to break things.</summary>
    protected abstract Task<DbConnection> ConnectAsync();

    private protected LaneTask New(long id, Func<NewTask, NewTask>? with = null, int? queue = null, short rank = 0)
    {
        var task = new NewTask { Queue = "mail", Payload = Encoding.UTF8.GetBytes($$"""{"n":{{id}}}"""), Priority = -rank };
        return new LaneTask(id, queue ?? Queue.Number, rank, with is null ? task : with(task), Now);
    }

    private protected async Task SubmitAsync(params LaneTask[] tasks) =>
        Assert.Equal(tasks.Select(task => new LaneSubmitted(task.Id, false)), await Store.SubmitAsync(tasks, Cancellation));

    private protected Task SubmitAsync(params long[] ids) => SubmitAsync([.. ids.Select(id => New(id))]);

    private protected LaneClaim Claim(params long[] ids) =>
        new(Queue.Number, _epoch, "ann", TimeSpan.FromSeconds(60), Now, [new LaneClaimPart(null, ids)]);

    /// <summary>Leases tasks for 60 seconds, as the holder of the queue's window.</summary>
    private protected async Task<long> ClaimedAsync(params long[] ids) => (await Store.ClaimAsync(Claim(ids), Cancellation))!.Value.Number;

    private protected async Task<LaneEnded> CompleteAsync(long id, long lease, string? result = null) =>
        (await Store.CompleteAsync([new(id, lease, result is null ? null : Encoding.UTF8.GetBytes(result))], Now, Cancellation)).Select(Bare).Single();

    private protected async Task<LaneEnded> FailAsync(long id, long lease, bool retry = true, TimeSpan? retryAfter = null) =>
        (await Store.FailAsync([new(id, lease, "broken", retry, retryAfter)], Decide, Now, Cancellation)).Select(Bare).Single();

    private protected async Task<TaskRenewed> RenewAsync(long id, long lease, TimeSpan? span = null) =>
        (await Store.RenewAsync([new(id, lease)], span, Now, Cancellation)).Single();

    private protected async Task<IReadOnlyList<LaneSwept>> SweepAsync() =>
        [.. (await Store.SweepAsync(Decide, Now, 1000, Cancellation)).Changes.Select(change => change with { Owner = null, Worker = null, Error = null, RanOutAt = null, Trace = null })];

    /// <summary>Without what is told for listeners alone.</summary>
    private protected static LaneEnded Bare(LaneEnded ended) => ended with { Owner = null, Worker = null, Trace = null };

    private protected async Task<TaskView> FoundAsync(long id) => (await Store.FindAsync(id, Cancellation))!.View;

    private protected async Task<IReadOnlyList<long>> OutAsync(ILaneStore? store = null) =>
        [.. (await (store ?? Store).ReadLeasesAsync(Queue.Number, cancellationToken: Cancellation)).SelectMany(lease => lease.Ids).Order()];

    /// <summary>The ids that are ready and not out, in the order of groups and ids.</summary>
    private protected async Task<IReadOnlyList<long>> ReadyAsync(int? queue = null)
    {
        var number = queue ?? Queue.Number;
        var groups = await Store.ReadGroupsAsync(number, null, 100, Cancellation);
        var heads = await Store.ReadHeadsAsync(
            number, [.. groups.Select(group => new LanePlace(group.Rank, group.GroupKey, 0))], 1000, int.MaxValue, Cancellation);
        var leases = await Store.ReadLeasesAsync(number, cancellationToken: Cancellation);
        return [.. heads.Select(head => head.Id).Except(leases.SelectMany(lease => lease.Ids))];
    }

    /// <summary>How many there are in each status that has any, as "queued 2, running 1".</summary>
    private protected async Task<string> CountsAsync(int? queue = null)
    {
        var counts = await Store.CountAsync(queue ?? Queue.Number, Cancellation);
        return string.Join(", ", counts.Where(count => count.Value != 0).OrderBy(count => count.Key).Select(count => $"{count.Key} {count.Value}")).ToLowerInvariant();
    }

    /// <summary>A rule without chance: again at once, or after what was asked for, until the attempts are spent.</summary>
    private protected static LaneVerdict Decide(LaneAttempt attempt, LaneEnd end, string? error, TimeSpan? retryAfter, DateTimeOffset now) =>
        end != LaneEnd.FailedForGood && attempt.Spent < (attempt.MaxAttempts ?? MaxAttempts)
            ? new(WorkStatus.Queued, retryAfter is { } after ? now + after : null, error ?? end.ToString())
            : new(end == LaneEnd.TimedOut ? WorkStatus.TimedOut : WorkStatus.Failed, null, error ?? end.ToString());
}
