using Switchyard.Hosting;

namespace Switchyard.Tasks.Workers;

/// <param name="Items">Each with its queue.</param>
/// <param name="Paused">The queues of those asked for that are paused.</param>
internal sealed record TasksClaimed(IReadOnlyList<(string Queue, ClaimedTask Task)> Items, IReadOnlyList<string> Paused);

/// <summary>
/// Claims tasks of several queues for a worker. A claim that waits ends when its worker leaves, and when the node stops. It is repeated
/// over the loss of a silo: what an unheard answer had leased comes again when that lease ends.
/// </summary>
internal sealed class TaskClaims(IGrainFactory grains, LongPolls polls, PatientCalls calls, TimeProvider time)
{
    /// <summary>A queue that was not sure what it has is asked again so often before one waits for it.</summary>
    private const int Unsure = 5;

    /// <summary>A hint may be lost: then one looks again.</summary>
    private static readonly TimeSpan LongestTrust = TimeSpan.FromSeconds(5);

    /// <summary>An answer that takes longer was lost with a silo. What there is already does not wait for it.</summary>
    private static readonly TimeSpan LostAfter = TimeSpan.FromSeconds(3);

    /// <param name="wait">How long it may be held while there is nothing.</param>
    /// <exception cref="OperationCanceledException">The worker left, and nothing was claimed.</exception>
    public async Task<TasksClaimed> ClaimAsync(ClaimAsked asked, TimeSpan wait, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        for (var unsure = 0; ;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (claimed, mayHaveMore) = await ClaimAsync(asked, isLast: time.GetElapsedTime(began) >= wait);
            var left = wait - time.GetElapsedTime(began);
            if (claimed.Items.Count > 0 || (left <= TimeSpan.Zero && (!mayHaveMore || unsure >= Unsure)))
            {
                return claimed;
            }

            if (mayHaveMore && unsure++ < Unsure)
            {
                continue;
            }

            unsure = 0;
            var (handed, goesOn) = await WaitAsync(asked, left < LongestTrust ? left : LongestTrust, cancellationToken);
            if (handed is not null || !goesOn)
            {
                return handed ?? claimed;
            }
        }
    }

    /// <summary>Gives back what was claimed for a worker that has left: others need not wait until the leases run out.</summary>
    public Task GiveBackAsync(IEnumerable<ClaimedTask> tasks) => grains.Reach<ITaskLaneGrain>(0).FailAsync(
        [.. tasks.Select(task => new TaskFailure(task.Id, task.LeaseNumber, "Its worker left before it was handed out.", Retry: true, RetryAfter: TimeSpan.Zero, IsRelease: true))]);

    /// <summary>Once through all queues, in their order. Not given up half-way: what was leased would be out for nobody.</summary>
    private async Task<(TasksClaimed Claimed, bool MayHaveMore)> ClaimAsync(ClaimAsked asked, bool isLast)
    {
        var items = new List<(string Queue, ClaimedTask Task)>();
        var paused = new List<string>();
        var (mayHaveMore, bytes) = (false, TaskLimits.ClaimBytes);
        foreach (var queue in asked.Queues)
        {
            // The next may be as long as one can be, and a queue gives at least one.
            if (items.Count == asked.Max || (items.Count > 0 && bytes < TaskLimits.Json))
            {
                break;
            }

            var claim = new TaskClaim(asked.Worker, asked.Max - items.Count, asked.Lease, bytes, isLast && items.Count == 0, Guid.NewGuid());
            TaskClaimResult result;
            Task<TaskClaimResult>? more = null;
            try
            {
                more = items.Count == 0 ? null : ClaimAsync(queue, claim);
                result = more is null
                    ? await calls.AskAsync(() => ClaimAsync(queue, claim), CancellationToken.None)
                    : await more.WaitAsync(LostAfter, time, CancellationToken.None);
            }
            catch (Exception failure) when (items.Count > 0 && ClusterFailure.IsTransient(failure))
            {
                // What there is already is not lost for it; and what was only slow goes back.
                if (more is not null)
                {
                    GiveBackLateAsync(more).Ignore();
                }

                break;
            }

            foreach (var task in result.Tasks)
            {
                items.Add((queue, task));
                bytes -= task.Payload.Length;
            }

            mayHaveMore |= result is { MayHaveMore: true, Pause: null };
            if (result.Pause is not null)
            {
                paused.Add(queue);
            }
        }

        return (new TasksClaimed(items, paused), mayHaveMore);
    }

    /// <summary>What is leased by an answer for which nobody waits any more.</summary>
    private async Task GiveBackLateAsync(Task<TaskClaimResult> claim)
    {
        if (await claim is { Tasks: { Count: > 0 } tasks })
        {
            await GiveBackAsync(tasks);
        }
    }

    private Task<TaskClaimResult> ClaimAsync(string queue, TaskClaim claim) => grains.Reach<ITaskQueueGrain>(queue).ClaimAsync(claim);

    /// <returns>What it was handed meanwhile, if anything; and whether to ask again: else the node stops.</returns>
    private async Task<(TasksClaimed? Handed, bool GoesOn)> WaitAsync(ClaimAsked asked, TimeSpan wait, CancellationToken cancellationToken)
    {
        // In the lines of several, two would be handed something at once.
        if (asked.Queues is not [var queue])
        {
            return (null, await WaitAsync(asked.Queues, wait, cancellationToken));
        }

        try
        {
            var claim = new TaskClaim(asked.Worker, asked.Max, asked.Lease, TaskLimits.ClaimBytes) { Near = this };
            var handed = await calls.AskAsync(() => StandAsync(queue, claim, wait, cancellationToken), CancellationToken.None);
            return (handed.Tasks.Count == 0 ? null : new([.. handed.Tasks.Select(task => (queue, task))], []), GoesOn: true);
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return (null, GoesOn: false);
        }
    }

    /// <summary>Who leaves the line is waited for, since he may be handed something at that moment.</summary>
    /// <exception cref="OperationCanceledException">The worker left, or the node stops; nothing was handed to it.</exception>
    private async Task<TaskClaimResult> StandAsync(string queue, TaskClaim claim, TimeSpan wait, CancellationToken worker)
    {
        var (grain, number) = (grains.Reach<ITaskQueueGrain>(queue), Guid.NewGuid());

        // Asked first: nobody leaves a line in which he does not stand yet.
        var asked = grain.StandAsync(claim, number, wait);
        try
        {
            return await polls.AskAsync(
                async stops =>
                {
                    using var left = CancellationTokenSource.CreateLinkedTokenSource(stops, worker);
                    await using var leaves = left.Token.Register(() => grain.LeaveAsync(number).Ignore());
                    var handed = await asked;
                    if (handed.Tasks.Count == 0)
                    {
                        left.Token.ThrowIfCancellationRequested();
                    }

                    return handed;
                },
                wait,
                CancellationToken.None);
        }
        catch
        {
            GiveBackLateAsync(asked).Ignore();
            throw;
        }
    }

    /// <returns>False: the node stops.</returns>
    private async Task<bool> WaitAsync(IReadOnlyList<string> queues, TimeSpan wait, CancellationToken cancellationToken)
    {
        using var one = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var waits = queues.Select(queue => WaitAsync(queue, wait, one.Token)).ToList();
        try
        {
            return await await Task.WhenAny(waits);
        }
        finally
        {
            await one.CancelAsync();
            waits.ForEach(other => other.Ignore());
        }
    }

    private async Task<bool> WaitAsync(string queue, TimeSpan wait, CancellationToken cancellationToken)
    {
        try
        {
            await calls.AskAsync(
                () => polls.AskAsync(lost => grains.Reach<ITaskQueueGrain>(queue).WaitAsync(wait, lost), wait, cancellationToken), cancellationToken);
            return true;
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }
}
