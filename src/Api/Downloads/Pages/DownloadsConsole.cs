using MudBlazor;
using Switchyard.Hosting;
using Switchyard.OperatorConsole.Frame;
using Switchyard.Work;

namespace Switchyard.Downloads.Pages;

/// <summary>The Downloads door as one circuit sees it.</summary>
public sealed class DownloadsConsole(IGrainFactory grains)
{
    /// <summary>The door in the console.</summary>
    public static readonly ConsolePart Part = new(
        typeof(DownloadsConsole), [new("console/downloads", "Downloads", Icons.Material.Outlined.FolderZip)])
    {
        Door = new("Downloads", "console/downloads", queue => queue == DownloadNames.Queue),
        Kinds = new Dictionary<string, Func<WorkItemView, string>?> { [DownloadNames.Kind] = null },
        ItemPanel = typeof(DownloadPanel),
    };

    private const int Events = 100;
    private const int Builds = 25;

    private static readonly WorkFilter _builds = new() { Kind = DownloadNames.Kind, Queue = DownloadNames.Queue };

    public async Task<DownloadsSnapshot> ReadAsync()
    {
        var listener = grains.GetDownloadListener();
        var (state, events) = (listener.GetStateAsync(), listener.GetEventsAsync(Events));
        var builds = grains.Reach<IWorkQueriesGrain>(0).ListAsync(_builds, null, Builds);
        await Task.WhenAll(state, events, builds);
        return new DownloadsSnapshot(await state, await events, (await builds).Items);
    }

    public IClassifierGrain Classifier(int clfId) => grains.GetClassifier(clfId);

    /// <summary>The archive of a build; null when the item is none. The application keeps a classifier's newest archive alone.</summary>
    public async Task<BuiltArchive?> FindBuiltAsync(WorkItemView build)
    {
        if (DownloadNames.ClassifierOf(build.Target) is not { } clfId)
        {
            return null;
        }

        var isNewest = await Classifier(clfId).GetAsync() is { } view && view.ItemId == build.Id;
        return new(clfId, isNewest ? await Classifier(clfId).FindArchiveAsync() : null);
    }
}

/// <param name="Archive">Null: a newer build was asked for, whose archive takes its place, or it is gone.</param>
public sealed record BuiltArchive(int ClfId, ArchiveView? Archive);

/// <param name="Events">The newest first.</param>
/// <param name="Builds">The newest first.</param>
public sealed record DownloadsSnapshot(ListenerState State, IReadOnlyList<DownloadEvent> Events, IReadOnlyList<WorkItemView> Builds);
