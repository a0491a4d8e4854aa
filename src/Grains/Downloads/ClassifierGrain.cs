using Microsoft.Extensions.Logging;
using Switchyard.Compute;
using Switchyard.Downloads.Database;
using Switchyard.Downloads.Rules;
using Switchyard.Hosting;
using Switchyard.Work;
using Switchyard.Work.Store;

namespace Switchyard.Downloads;

/// <summary>
/// One classifier. Not reentrant: of any number of requests, the first makes a build. The application's database is told first,
/// so that a crash in between leaves a request that is found, not one that is lost.
/// </summary>
[CollectionAgeLimit("00:01:00")]
internal sealed partial class ClassifierGrain(
    IWorkStore store,
    IdAllocator ids,
    LabelForwardDoor door,
    DownloadJournal journal,
    TimeProvider time,
    ILogger<ClassifierGrain> log) : Grain, IClassifierGrain
{
    private int ClfId => (int)this.GetPrimaryKeyLong();

    private LabelForwardDatabase? Database => door.Database;

    public async Task<DownloadRequest> RequestAsync(string source)
    {
        var request = await TryRequestAsync(source);
        await journal.AddAsync(source, DownloadNames.TargetOf(ClfId), ClfId, WordsOf(request.Outcome), request.Outcome is DownloadRequestOutcome.Unknown);
        LogRequested(ClfId, source, request.Outcome, request.ItemId);
        return request;
    }

    public async Task<DownloadView?> GetAsync() =>
        Database is { } database && await database.ReadStatusAsync(ClfId, default) is { } download
            ? await ReadNewestAsync() is { } newest
                ? new(ClfId, download, newest.Status is WorkStatus.Failed or WorkStatus.TimedOut or WorkStatus.Cancelled ? newest.Error : null, newest.Id)
                : new(ClfId, download, null, null)
            : null;

    public async Task ResumeAsync()
    {
        if (Database is not { } database)
        {
            return;
        }

        switch (await ReadNewestAsync())
        {
            case { } failed when DownloadRows.IsUnsettled(failed):
                await database.SettleFailedAsync(ClfId, default);
                await GrainFactory.Reach<IDownloadGrain>(DownloadNames.Kind, failed.Id).SettledAsync();
                break;
            case { Status: WorkStatus.Queued or WorkStatus.Running }:
                break;
            default:
                await RequestIfAskedAsync(database);
                break;
        }
    }

    public async Task<ArchiveView?> FindArchiveAsync() =>
        Database is { } database && await database.FindArchiveAsync(ClfId, default) is { } found ? new(found.DownloadId, found.Length) : null;

    public async Task<byte[]?> ReadArchiveAsync(int id, long offset, int count) =>
        Database is { } database ? await database.ReadArchiveAsync(id, checked((int)offset), count, default) : null;

    private async Task<DownloadRequest> TryRequestAsync(string source)
    {
        if (Database is not { } database)
        {
            return new(DownloadRequestOutcome.Off);
        }

        if (await ReadNewestAsync() is { Status: WorkStatus.Queued or WorkStatus.Running } active)
        {
            return new(DownloadRequestOutcome.Joined, active.Id);
        }

        if (!await database.MarkRequestedAsync(ClfId, default))
        {
            return new(DownloadRequestOutcome.Unknown);
        }

        var write = DownloadRows.Insert(await ids.NextAsync(), ClfId, source, time.GetUtcNow());
        if (await store.WriteAsync(write) == WriteOutcome.Committed)
        {
            GrainFactory.GetScheduler().OfferAsync([DownloadRows.EntryOf(write.New)]).Ignore();
            return new(DownloadRequestOutcome.Requested, write.New.Id);
        }

        // Another activation of this grain, for a moment, made it.
        return new(DownloadRequestOutcome.Joined, (await ReadNewestAsync())?.Id);
    }

    private async Task RequestIfAskedAsync(LabelForwardDatabase database)
    {
        const int asked = 1;
        if (await database.ReadStatusAsync(ClfId, default) == asked)
        {
            await RequestAsync("sweep");
        }
    }

    private async Task<WorkRow?> ReadNewestAsync() =>
        await store.ReadRecordAsync(DownloadRows.Newest, DownloadRows.KeyOf(ClfId)) is { } record ? await store.ReadAsync(DownloadRows.IdOf(record)) : null;

    private static string WordsOf(DownloadRequestOutcome outcome) => outcome switch
    {
        DownloadRequestOutcome.Requested => "a build was made",
        DownloadRequestOutcome.Joined => "one is under way",
        DownloadRequestOutcome.Unknown => "there is no such classifier",
        _ => "the door is off",
    };

    [LoggerMessage(8001, LogLevel.Information, "An archive of classifier {ClfId} was asked for by {Source}: {Outcome}, item {ItemId}")]
    private partial void LogRequested(int clfId, string source, DownloadRequestOutcome outcome, long? itemId);
}
