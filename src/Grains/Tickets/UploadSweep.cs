using Microsoft.Extensions.Logging;
using Switchyard.Tickets.Rules;
using Switchyard.Work;
using Switchyard.Work.Store;

namespace Switchyard.Tickets;

/// <summary>
/// Walks over the uploads that there are, and drops those of ended tickets that need them no longer: that failed long enough ago,
/// or completed on a node that kept them. A look goes only so far, the next one on from there, and round.
/// </summary>
internal sealed partial class UploadSweep(IWorkStore store, ILogger log)
{
    private const int Page = 100;
    private const int Pages = 50;

    private long _place;

    /// <summary>Answers how many were dropped.</summary>
    public async Task<int> SweepAsync(TicketRetention retention, TimeProvider time, CancellationToken cancellationToken)
    {
        var dropped = 0;
        for (var pages = 0; pages < Pages; pages++)
        {
            var page = await store.ReadArtifactsAsync(TicketNames.Queue, TicketRows.UploadRole, _place, Page, cancellationToken);
            var now = time.GetUtcNow();
            var due = page.Where(upload => retention.IsUploadDue(upload.ItemStatus, upload.ItemFinishedAt, now));
            dropped += (await Task.WhenAll(due.Select(upload => TryDropAsync(upload, retention, now)))).Count(done => done);
            if (page.Count < Page)
            {
                _place = 0;
                break;
            }

            _place = page[^1].Sequence;
        }

        return dropped;
    }

    /// <summary>On condition of the row's version: one that is tried again meanwhile keeps its upload.</summary>
    private async Task<bool> TryDropAsync(StoredArtifact upload, TicketRetention retention, DateTimeOffset now)
    {
        try
        {
            return await store.ReadAsync(upload.ItemId) is { } row
                && retention.IsUploadDue(row.Status, row.FinishedAt, now)
                && await store.WriteAsync(WithoutUpload(row, upload)) == WriteOutcome.Committed;
        }
#pragma warning disable CA1031 // Whatever kept it, it is tried again.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogKept(upload.ItemId, exception);
            return false;
        }
    }

    private static WorkWrite WithoutUpload(WorkRow row, StoredArtifact upload)
    {
        var write = TicketRows.WithoutUpload(new WorkWrite(row, row));
        return upload.Artifact.BlobId is { } blob && !write.Dropped.Contains(blob) ? write with { Dropped = [.. write.Dropped, blob] } : write;
    }

    [LoggerMessage(6005, LogLevel.Warning, "The upload of ticket {Ticket} could not be dropped; tried again")]
    private partial void LogKept(long ticket, Exception exception);
}
