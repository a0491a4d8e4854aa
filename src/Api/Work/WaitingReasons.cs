using Switchyard.Hosting;

namespace Switchyard.Work;

/// <summary>Asks items why they wait.</summary>
internal sealed partial class WaitingReasons(IGrainFactory grains, ILogger<WaitingReasons> log)
{
    /// <returns>Null when it does not wait, or when its silo is of a release that does not know the question.</returns>
    public async Task<WaitingView?> WhyAsync(WorkItemView item)
    {
        if (item.Status != WorkStatus.Queued)
        {
            return null;
        }

        try
        {
            return await grains.GetWorkItem(item.Kind, item.Id).WhyWaitingAsync();
        }
#pragma warning disable CA1031 // The rest of the item is known and is shown.
        catch (Exception exception) when (!ClusterFailure.IsTransient(exception))
#pragma warning restore CA1031
        {
            LogNotTold(item.Id, exception);
            return null;
        }
    }

    [LoggerMessage(2001, LogLevel.Warning, "Item {Id} did not say why it waits")]
    private partial void LogNotTold(long id, Exception exception);
}
