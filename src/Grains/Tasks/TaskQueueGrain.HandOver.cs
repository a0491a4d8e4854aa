using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using Switchyard.Tasks.Lane;

namespace Switchyard.Tasks;

/// <summary>
/// New tasks for a claim that stands in line: they are stored and leased in one transaction, so that their start waits for one commit. The
/// window says who is next, as for all others: with its limits, its turns and its pause.
/// </summary>
internal sealed partial class TaskQueueGrain : ITaskHandOverGrain
{
    public async Task<IReadOnlyList<LaneSubmitted>?> SubmitAsync(IReadOnlyList<LaneTask> tasks)
    {
        if (_line.First is not { Value.Claim: { } claim } place || !MayHandOver)
        {
            return null;
        }

        var heads = Choose(tasks, claim);
        if (heads.Count == 0)
        {
            return null;
        }

        var waiting = place.Value;
        waiting.IsPromised = true;
        Quit(place);
        var (stored, failure) = await StoreAsync(tasks, heads, waiting);
        failure?.Throw();
        OfferRest(tasks, stored!, heads);
        return stored;
    }

    /// <summary>Nothing is ready that would go first, as far as anybody knows.</summary>
    private bool MayHandOver => _epoch > 0 && !_isOver && _pause is null && !_window.HasReady && !_window.IsUnknown;

    /// <summary>
    /// What of the tasks the claim gets; noted as out. The others leave the window again: they are not stored yet. Nothing when it does not take
    /// them all in: one that it refused might go first.
    /// </summary>
    private IReadOnlyList<LaneHead> Choose(IReadOnlyList<LaneTask> tasks, TaskClaim claim)
    {
        var knowsAll = true;
        foreach (var task in tasks)
        {
            knowsAll &= task.Task.NotBefore is not null || _window.Offer(TaskHints.HeadOf(task));
        }

        var heads = knowsAll ? Take(claim) : [];
        if (heads.Count < tasks.Count)
        {
            // The last first: each is the last of its group then, and nothing has to move up.
            foreach (var task in tasks.Reverse())
            {
                _window.TakeOut(task.Id);
            }
        }

        return heads;
    }

    /// <summary>Whoever stands in line is answered in any case. What was stored is, whatever became of its lease.</summary>
    private async Task<(IReadOnlyList<LaneSubmitted>? Stored, ExceptionDispatchInfo? Failure)> StoreAsync(
        IReadOnlyList<LaneTask> tasks, IReadOnlyList<LaneHead> heads, Waiting waiting)
    {
        IReadOnlyList<LaneSubmitted>? stored = null;
        ExceptionDispatchInfo? failure = null;
        TaskClaimResult? handed = null;
        try
        {
            handed = await LeaseAsync(waiting.Claim!, heads, async lease =>
            {
                LaneClaimed? claimed;
                try
                {
                    (stored, claimed) = await store.SubmitClaimedAsync(tasks, lease);
                }
                catch (Exception exception)
                {
                    failure = ExceptionDispatchInfo.Capture(exception);
                    throw;
                }

                events.Submitted(tasks, stored);
                return claimed;
            });
        }
        catch (Exception exception) when (failure is not null || stored is not null)
        {
            // Who submits is told of the first, and needs not know of the other.
            LogNotHanded(Queue, exception);
        }
        finally
        {
            waiting.Arrival.TrySetResult(handed is { Tasks.Count: > 0 } ? handed : null);
        }

        return (stored, failure);
    }

    private void OfferRest(IReadOnlyList<LaneTask> tasks, IReadOnlyList<LaneSubmitted> stored, IReadOnlyList<LaneHead> heads)
    {
        var handed = heads.Select(head => head.Id).ToHashSet();
        var rest = tasks.Where((task, place) => task.Task.NotBefore is null && !stored[place].Existing && !handed.Contains(task.Id)).ToList();
        if (rest.Count > 0)
        {
            Wake(Offer(rest.ConvertAll(TaskHints.HeadOf)));
            FillSoon();
        }
    }

    [LoggerMessage(9012, LogLevel.Warning, "Queue {Queue}: new tasks could not be handed to the claim that waited for them; it looks again, and what was leased comes again when its lease ends")]
    private partial void LogNotHanded(string queue, Exception exception);
}
