using Switchyard.Hosting;

namespace Switchyard.Downloads;

/// <summary>
/// Hears the application's requests on Redis, and looks for those that were asked for and not finished. One in the cluster.
/// The key is always 0.
/// </summary>
[Alias("switchyard.downloads.listener-grain")]
public interface IDownloadListenerGrain : IGrainWithIntegerKey
{
    /// <summary>Listens from now on, if the door is on.</summary>
    [Alias("listen")]
    Task ListenAsync();

    /// <summary>What it heard and what was asked over HTTP, the newest first.</summary>
    /// <param name="limit">1 to 1,000.</param>
    [Alias("events"), Repeatable]
    Task<IReadOnlyList<DownloadEvent>> GetEventsAsync(int limit);

    /// <summary>Whether the door is on, and hears what Redis says.</summary>
    [Alias("state"), Repeatable]
    Task<ListenerState> GetStateAsync();
}

/// <param name="Source">Where it came from: "redis", "http", "sweep".</param>
/// <param name="Text">What was said, bounded.</param>
/// <param name="ClfId">The classifier; null when the text names none.</param>
/// <param name="Outcome">What became of it, for people.</param>
/// <param name="IsRefused">It was no request, or of no classifier.</param>
[GenerateSerializer, Immutable, Alias("switchyard.downloads.event")]
public sealed record DownloadEvent(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] string Source,
    [property: Id(2)] string Text,
    [property: Id(3)] int? ClfId,
    [property: Id(4)] string Outcome,
    [property: Id(5)] bool IsRefused);

/// <param name="IsOn">A database is configured.</param>
/// <param name="HearsRedis">Null when no Redis is configured.</param>
[GenerateSerializer, Immutable, Alias("switchyard.downloads.listener-state")]
public sealed record ListenerState([property: Id(0)] bool IsOn, [property: Id(1)] bool? HearsRedis);
