using Switchyard.Work.Retention;
using Switchyard.Work.Store;

namespace Switchyard.Downloads;

/// <summary>Builds, and what was heard and asked.</summary>
internal sealed class DownloadRetention(DownloadsOptions options, IWorkStore store, DownloadJournal journal)
    : ItemRetention("Downloads", options.Retention, [DownloadNames.Queue], store)
{
    public override async Task<int> RemoveAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        var removed = await base.RemoveAsync(before, limit, cancellationToken);
        return removed < limit ? removed + await journal.ForgetAsync(before, limit - removed, cancellationToken) : removed;
    }
}
