using Switchyard.Hosting;

namespace Switchyard.Work;

/// <summary>
/// What every unit of work answers, whatever its door. The grain's type is the item's kind and its key the item's id.
/// </summary>
[Alias("switchyard.work.item-grain")]
public interface IWorkItemGrain : IGrainWithIntegerKey
{
    /// <summary>The item, or null when there is none with this id.</summary>
    [Alias("get"), Repeatable]
    Task<WorkItemView?> GetAsync();

    /// <summary>Ends the item for good; a terminal item is a <see cref="ActOutcome.Conflict"/>.</summary>
    [Alias("cancel")]
    Task<ActOutcome> CancelAsync(string reason);

    /// <summary>
    /// Puts a terminal item back into its queue as a new attempt; the old attempts stay. A conflict when it has not ended.
    /// </summary>
    [Alias("reset")]
    Task<ActOutcome> ResetAsync();

    /// <summary>Why a reset is refused now, in a sentence for people; null when it is not, or when there is no such item.</summary>
    [Alias("why-no-reset"), Repeatable]
    Task<string?> WhyNoResetAsync();

    /// <summary>Why the item waits in its queue; null when it does not, or when there is none.</summary>
    [Alias("why-waiting"), Repeatable]
    Task<WaitingView?> WhyWaitingAsync();

    /// <summary>Sends the item back to its queue when its lease has run out by now; otherwise changes nothing.</summary>
    [Alias("expire")]
    Task<ActOutcome> ExpireAsync();
}
