using Microsoft.Extensions.Logging;
using Switchyard.Work.Audit;
using Switchyard.Work.Store;

namespace Switchyard.Work;

/// <summary>
/// Removes an ended item and all that hangs on it: its row, attempts, parts and artifacts, what its door keeps of it in tables of
/// its own, and the blobs that only it had. The one way to do so, for every door.
/// </summary>
internal sealed partial class ItemRemoval(IWorkStore store, SpentBlobs spent, TimeProvider time, ILogger<ItemRemoval> log)
{
    /// <summary>
    /// A conflict while the item has not ended; unknown when there is none of the kind. The rows go in one transaction. A blob that
    /// cannot be deleted after it is tried again by <see cref="SpentBlobs"/>.
    /// </summary>
    public async Task<ActOutcome> RemoveAsync(string kind, long id)
    {
        var removal = await store.DeleteEndedAsync(kind, id, ItemActs.OfDeletion(time.GetUtcNow()));
        if (removal.Blobs.Count > 0)
        {
            try
            {
                await spent.DeleteAsync(removal.Blobs, CancellationToken.None);
            }
#pragma warning disable CA1031 // The item is gone; its blobs are listed, and go a little later.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                LogLater(kind, id, exception);
            }
        }

        return removal.Outcome;
    }

    [LoggerMessage(2006, LogLevel.Warning, "The blobs of {Kind} {Id}, which is removed, are deleted later")]
    private partial void LogLater(string kind, long id, Exception exception);
}
