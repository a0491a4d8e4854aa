using Switchyard.Hosting;

namespace Switchyard.Work;

/// <summary>
/// Cancels items through the loss of a silo: one that dies after it ended a run and before it stored the cancel would else
/// leave the item to run again, and the client without a word.
/// </summary>
internal sealed class Cancellation(PatientCalls calls, TimeProvider time)
{
    /// <summary>How far the clocks of the machines of a cluster may differ.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(5);

    /// <summary>Once under way it is not given up, even when the client leaves. Tried for about 30 s.</summary>
    public async Task<ActOutcome> CancelAsync(IWorkItemGrain item, string reason)
    {
        var began = time.GetUtcNow();
        var tries = 0;
        var outcome = await calls.AskAsync(
            () =>
            {
                tries++;
                return item.CancelAsync(reason);
            },
            CancellationToken.None);
        return outcome == ActOutcome.Conflict && tries > 1 && await WasOursAsync(item, reason, began) ? ActOutcome.Accepted : outcome;
    }

    /// <summary>Whether an earlier try took effect and only its answer got lost.</summary>
    private async Task<bool> WasOursAsync(IWorkItemGrain item, string reason, DateTimeOffset began) =>
        await calls.AskAsync(item.GetAsync, CancellationToken.None) is { Status: WorkStatus.Cancelled } ended
        && ended.Error == reason
        && ended.FinishedAt >= began - ClockSkew;
}
