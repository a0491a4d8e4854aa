using Switchyard.Hosting;

namespace Switchyard.Downloads;

/// <summary>One classifier and its archive. The key is the classifier's id in the application's database.</summary>
[Alias("switchyard.downloads.classifier-grain")]
public interface IClassifierGrain : IGrainWithIntegerKey
{
    /// <summary>Asks for an archive. While one is being built, that is the one. Answered when the request is durable.</summary>
    /// <param name="source">Where the request came from, for people: "redis", "http", "sweep".</param>
    [Alias("request"), Repeatable]
    Task<DownloadRequest> RequestAsync(string source);

    /// <summary>Null when there is no such classifier, or the door is off.</summary>
    [Alias("status"), Repeatable]
    Task<DownloadView?> GetAsync();

    /// <summary>The application's database says that an archive was asked for: goes on with it, or ends what failed.</summary>
    [Alias("resume")]
    Task ResumeAsync();

    /// <summary>The newest archive; null when there is none.</summary>
    [Alias("archive"), Repeatable]
    Task<ArchiveView?> FindArchiveAsync();

    /// <summary>A piece of an archive; shorter, or empty, at its end. Null when there is none of the id any more.</summary>
    /// <param name="id"><see cref="ArchiveView.Id"/>.</param>
    /// <param name="count">1 to 4 MiB.</param>
    [Alias("read"), Repeatable]
    Task<byte[]?> ReadArchiveAsync(int id, long offset, int count);
}

/// <param name="ItemId">The build's work item; null when there is none.</param>
[GenerateSerializer, Immutable, Alias("switchyard.downloads.request")]
public sealed record DownloadRequest([property: Id(0)] DownloadRequestOutcome Outcome, [property: Id(1)] long? ItemId = null);

[GenerateSerializer, Alias("switchyard.downloads.request-outcome")]
public enum DownloadRequestOutcome
{
    /// <summary>A build was made.</summary>
    Requested = 0,

    /// <summary>One is under way.</summary>
    Joined = 1,

    /// <summary>There is no such classifier.</summary>
    Unknown = 2,

    /// <summary>The door is not configured.</summary>
    Off = 3,
}

/// <param name="Download">0 not asked for, or failed; 1 asked for; 2 available: as the application's database says.</param>
/// <param name="Error">Why the newest build failed; null when it did not.</param>
/// <param name="ItemId">The newest build's work item; null when there was none.</param>
[GenerateSerializer, Immutable, Alias("switchyard.downloads.view")]
public sealed record DownloadView(
    [property: Id(0)] int ClfId,
    [property: Id(1)] int Download,
    [property: Id(2)] string? Error,
    [property: Id(3)] long? ItemId);

/// <param name="Id">Of its row in the application's database.</param>
/// <param name="Length">In bytes.</param>
[GenerateSerializer, Immutable, Alias("switchyard.downloads.archive")]
public sealed record ArchiveView([property: Id(0)] int Id, [property: Id(1)] long Length);
