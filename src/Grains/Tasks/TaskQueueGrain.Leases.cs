using Microsoft.Extensions.Logging;
using Switchyard.Tasks.Lane;

namespace Switchyard.Tasks;

/// <summary>From the window to a lease: one commit for a claim.</summary>
internal sealed partial class TaskQueueGrain
{
    private readonly List<Commit> _unsure = [];

    /// <summary>A claim on its way to the store.</summary>
    private sealed class Commit(IReadOnlyList<LaneHead> heads, bool isNew)
    {
        public IReadOnlyList<LaneHead> Heads => heads;

        /// <summary>The tasks are stored in the same transaction: without the lease none are known, and a look finds those that there are.</summary>
        public bool IsNew => isNew;

        /// <summary>Null: it has none.</summary>
        public LaneClaimed? Lease { get; set; }

        /// <summary>It was found that nothing was stored; its tasks are in the window again, those that there are.</summary>
        public bool IsUndone { get; set; }

        /// <summary>Whoever asked for it has an error, and looks at it no more.</summary>
        public bool IsGivenUp { get; set; }
    }

    /// <param name="first">What the first try does; null: it claims, as all later ones.</param>
    private async Task<TaskClaimResult> LeaseAsync(
        TaskClaim claim, IReadOnlyList<LaneHead> heads, Func<LaneClaim, Task<LaneClaimed?>>? first = null)
    {
        while (true)
        {
            await HoldAsync(heads);
            var (epoch, now, lease) = (_epoch, Now, claim.Lease ?? Policy.Lease);
            LaneClaimPart[] parts =
            [
                .. heads.GroupBy(head => (head.Timeout ?? Policy.Timeout) is { } timeout ? now + timeout : (DateTimeOffset?)null)
                    .Select(part => new LaneClaimPart(part.Key, [.. part.Select(head => head.Id)])),
            ];
            var commit = new Commit(heads, isNew: first is not null);
            await CommitAsync(commit, new(_number, epoch, claim.Worker, lease, now, parts), first ?? (ready => store.ClaimAsync(ready)));
            first = null;
            if (commit.Lease is { } taken)
            {
                var leased = taken.Gone.Count == 0 ? heads : WithoutGone(heads, taken.Gone);
                foreach (var head in leased)
                {
                    if (Out.Contains(head.Id))
                    {
                        Out.Lease(head.Id, taken.Number);
                    }
                }

                events.Claimed(_queue!, leased, claim.Worker, taken.Number);
                var until = parts.SelectMany(part => part.Ids.Select(id => (id, part.Until))).ToDictionary(pair => pair.id, pair => pair.Until);
                return new([.. leased.Select(head => ViewOf(head, taken.Number, now + lease, until[head.Id]))], null, MayHaveMore: leased.Count == 0);
            }

            if (commit.IsUndone)
            {
                return new([], null, MayHaveMore: true);
            }

            if (_epoch == epoch)
            {
                // Another activation holds the window. Whoever asks again finds it.
                PutBack(heads);
                LogTakenOver(Queue);
                _isOver = true;
                Wake(_line.Count);
                DeactivateOnIdle();
                return new([], null, MayHaveMore: true);
            }
        }
    }

    /// <summary>What was taken from the window for a claim is there again when the window cannot be held.</summary>
    private async Task HoldAsync(IReadOnlyList<LaneHead> heads)
    {
        try
        {
            await HoldAsync();
        }
        catch
        {
            PutBack(heads);
            throw;
        }
    }

    /// <summary>Somebody cancelled or moved tasks, and the window has not heard of it; or they are duplicates, which were never stored.</summary>
    private List<LaneHead> WithoutGone(IReadOnlyList<LaneHead> heads, IReadOnlyList<long> gone)
    {
        Forgo([.. heads.Where(head => gone.Contains(head.Id))]);
        return [.. heads.Where(head => !gone.Contains(head.Id))];
    }

    private async Task CommitAsync(Commit commit, LaneClaim claim, Func<LaneClaim, Task<LaneClaimed?>> lease)
    {
        try
        {
            commit.Lease = await lease(claim);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // It may be durable all the same. A new epoch tells: what was under way is seen then, or refused.
            LogUnknownFate(Queue, exception);
            _unsure.Add(commit);
            _epoch = 0;
            if (!await TryHoldAsync())
            {
                commit.IsGivenUp = true;
                throw;
            }
        }
    }

    private static ClaimedTask ViewOf(LaneHead head, long lease, DateTimeOffset expiresAt, DateTimeOffset? until) => new()
    {
        Id = head.Id,
        LeaseNumber = lease,
        LeaseExpiresAt = until < expiresAt ? until.Value : expiresAt,
        Attempt = head.Attempts + 1,
        Payload = head.Payload,
        Name = head.Name,
        Priority = -head.Rank,
        GroupKey = head.GroupKey,
        Tags = head.Tags,
        CreatedAt = head.CreatedAt,
        Deadline = head.Deadline,
        AttemptEndsAt = until,
        Trace = head.Trace,
    };

    [LoggerMessage(9008, LogLevel.Information, "Queue {Queue} is held by another activation now")]
    private partial void LogTakenOver(string queue);

    [LoggerMessage(9009, LogLevel.Warning, "Queue {Queue}: it is not known whether a claim was stored; the leases are read again")]
    private partial void LogUnknownFate(string queue, Exception exception);
}
