using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Switchyard.Tasks.Lane;
using Switchyard.Tasks.Rules;
using Switchyard.Work.Audit;

namespace Switchyard.Tasks;

/// <summary>
/// Reentrant: a claim takes its tasks from the window before it awaits anything, so claims never wait for each other's commits.
/// Nothing is read before somebody asks.
/// </summary>
[Reentrant]
internal sealed partial class TaskQueueGrain(
    ILaneStore store,
    TaskQueues queues,
    TaskEvents events,
    TaskLines lines,
    TaskInstruments instruments,
    IGrainFactory grains,
    AuditLog audit,
    TimeProvider clock,
    ILogger<TaskQueueGrain> log) : Grain, ITaskQueueGrain
{
    private const int Capacity = 20_000;
    private const int CapacityBytes = 16 * 1024 * 1024;
    private const int MostTries = 5;

    private readonly FairWindow _window = new(Capacity, CapacityBytes);
    private readonly Dictionary<Guid, Task<TaskClaimResult>> _underWay = [];
    private TokenBucket _bucket;

    private OutTasks Out => _window.Out;

    private string Queue => this.GetPrimaryKeyString();

    private DateTimeOffset Now => LaneTime.Now(clock);

    public async Task<TaskClaimResult> ClaimAsync(TaskClaim claim)
    {
        if (claim.Ask is not { } ask)
        {
            return await ClaimNowAsync(claim);
        }

        if (_underWay.TryGetValue(ask, out var first))
        {
            return await first;
        }

        var claiming = ClaimNowAsync(claim);
        _underWay.Add(ask, claiming);
        try
        {
            return await claiming;
        }
        finally
        {
            _underWay.Remove(ask);
        }
    }

    private async Task<TaskClaimResult> ClaimNowAsync(TaskClaim claim)
    {
        _askedAt = clock.GetUtcNow();
        if (!await HoldAsync() && !(claim.IsLast && await LookForQueueAsync()))
        {
            return new([], null, MayHaveMore: false);
        }

        var heads = await TakeAsync(claim);
        if (claim.IsLast && heads.Count == 0 && _pause is null)
        {
            await LookForUntoldAsync();
            heads = await TakeAsync(claim);
        }

        FillSoon();
        return heads.Count > 0 ? await LeaseAsync(claim, heads)
            : _pause is { } pause ? new([], pause, MayHaveMore: true)
            : new([], null, _window.IsUnknown && Room > 0);
    }

    private async Task<IReadOnlyList<LaneHead>> TakeAsync(TaskClaim claim)
    {
        IReadOnlyList<LaneHead> heads = [];
        for (var tries = 0; _pause is null && heads.Count == 0 && tries < MostTries; tries++)
        {
            // Many may wait for one read, and the first of them take all of it.
            var mustRead = _window.IsUnknown;
            if (mustRead)
            {
                instruments.WindowMissed(_queue!);
                await FillAsync();
            }

            heads = _pause is null ? Take(claim) : [];
            if (!mustRead && !_window.IsUnknown)
            {
                break;
            }
        }

        return heads;
    }

    /// <summary>How many tasks may go out now, by the limits of the queue.</summary>
    private int Room
    {
        get
        {
            var room = Math.Max(0, (Policy.Concurrency ?? int.MaxValue) - Out.Count);
            if (Policy.Rate is { } rate)
            {
                _bucket = _bucket.Refill(rate, clock.GetUtcNow());
                room = Math.Min(room, _bucket.Available);
            }

            return room;
        }
    }

    private IReadOnlyList<LaneHead> Take(TaskClaim claim)
    {
        var room = Math.Min(Room, Math.Clamp(claim.Max, 1, TaskLimits.Claim));
        if (room == 0)
        {
            return [];
        }

        var heads = _window.Take(room, claim.MaxBytes, Policy.GroupConcurrency);
        _bucket = _bucket.Take(heads.Count);
        return heads;
    }

    /// <summary>They are not to be handed out: they were never stored, or are cancelled or moved. A look finds those that are there all the same.</summary>
    private void Forgo(IReadOnlyList<LaneHead> heads)
    {
        foreach (var head in heads)
        {
            _window.Remove(head.Id);
            _window.Unpark(head.GroupKey);
        }

        _bucket = _bucket.Take(-heads.Count);
        Wake(heads.Count);
    }

    private void PutBack(IReadOnlyList<LaneHead> heads)
    {
        foreach (var head in heads)
        {
            _window.PutBack(head);
        }

        _bucket = _bucket.Take(-heads.Count);
        Wake(heads.Count);
    }
}
