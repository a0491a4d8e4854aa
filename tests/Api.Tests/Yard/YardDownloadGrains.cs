using Switchyard.Downloads;

namespace Switchyard.Yard;

public sealed class YardClassifierGrain(YardState yard) : Grain, IClassifierGrain
{
    private YardClassifier? Classifier => yard.Downloads.Classifiers.GetValueOrDefault((int)this.GetPrimaryKeyLong());

    public Task<DownloadRequest> RequestAsync(string source)
    {
        if (!yard.Downloads.IsOn)
        {
            return Task.FromResult(new DownloadRequest(DownloadRequestOutcome.Off));
        }

        if (Classifier is not { } classifier)
        {
            return Task.FromResult(new DownloadRequest(DownloadRequestOutcome.Unknown));
        }

        classifier.Reach();
        classifier.Sources.Enqueue(source);
        var joined = classifier.View.Download == 1;
        classifier.View = classifier.View with { Download = 1, Error = null, ItemId = classifier.View.ItemId ?? 700_000 + classifier.Id };
        return Task.FromResult(new DownloadRequest(
            joined ? DownloadRequestOutcome.Joined : DownloadRequestOutcome.Requested, classifier.View.ItemId));
    }

    public Task<DownloadView?> GetAsync()
    {
        Classifier?.Reach();
        return Task.FromResult(yard.Downloads.IsOn ? Classifier?.View : null);
    }

    public Task ResumeAsync() => Task.CompletedTask;

    public Task<ArchiveView?> FindArchiveAsync() => Task.FromResult(
        yard.Downloads.IsOn && Classifier?.Archive is { } archive ? new ArchiveView(archive.Id, archive.Content.Length) : null);

    public Task<byte[]?> ReadArchiveAsync(int id, long offset, int count)
    {
        var classifier = Classifier!;
        classifier.Reach();
        classifier.Reads.Enqueue((offset, count));
        if (classifier.Archive is not { } archive || archive.Id != id || classifier.Reads.Count > classifier.ReplacedAfter)
        {
            return Task.FromResult<byte[]?>(null);
        }

        var length = (int)Math.Min(count, archive.Content.Length - offset);
        return Task.FromResult<byte[]?>(archive.Content.AsSpan((int)offset, length).ToArray());
    }
}

public sealed class YardListenerGrain(YardState yard) : Grain, IDownloadListenerGrain
{
    public Task ListenAsync() => Task.CompletedTask;

    public Task<IReadOnlyList<DownloadEvent>> GetEventsAsync(int limit)
    {
        yard.Downloads.Limits.Enqueue(limit);
        return Task.FromResult<IReadOnlyList<DownloadEvent>>([.. yard.Downloads.Events.Take(limit)]);
    }

    public Task<ListenerState> GetStateAsync() => Task.FromResult(new ListenerState(yard.Downloads.IsOn, null));
}
