using Microsoft.Extensions.Logging;

namespace Switchyard.Jobs.Datasets;

/// <summary>What is known of the files of the input directory, by their size and time of change. For one thread at a time.</summary>
internal sealed partial class DatasetFiles(ArchiveLimits limits, TimeProvider time, ILogger logger)
{
    /// <summary>Bytes of a file that costs nothing to read again.</summary>
    private const long Small = 1024 * 1024;

    /// <summary>A file that has just changed may change again without its size or time telling.</summary>
    private static readonly TimeSpan Unsettled = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, Known> _known = [];

    /// <summary>
    /// What a file's headers say; null when it is not importable, which is logged once. A file that is being written
    /// changes all the time: unless it is small, it is not read over and over from its start, but again when it rests.
    /// </summary>
    public ArchiveHeaders? Look(FileSystemInfo file, string dataset)
    {
        var stamp = Stamp.Of(file);
        var known = _known.GetValueOrDefault(file.FullName);
        var isSettled = (time.GetUtcNow() - stamp.ChangedAt).Duration() > Unsettled;

        // The clock of the files may be another one than ours.
        if (known is not null
            && ((known.IsSettled && known.Stamp == stamp)
                || (stamp.Length > Small && (!isSettled || time.GetElapsedTime(known.ReadAt) < Unsettled))))
        {
            return known.Headers;
        }

        var (headers, problem) = Read(file, dataset, stamp);
        if (problem is not null && (known is null || known.Stamp != stamp || known.Problem != problem))
        {
            LogSkipped(logger, file.FullName, problem);
        }

        _known[file.FullName] = new Known(stamp, headers, problem, isSettled, time.GetTimestamp());
        return headers;
    }

    /// <summary>Forgets all files but these.</summary>
    public void Forget(IEnumerable<string> allBut)
    {
        foreach (var gone in _known.Keys.Except(allBut).ToList())
        {
            _known.Remove(gone);
        }
    }

    private (ArchiveHeaders? Headers, string? Problem) Read(FileSystemInfo file, string dataset, Stamp stamp)
    {
        // What has no length may also be a pipe, and a pipe is waited for.
        var problem = file switch
        {
            { LinkTarget: not null } => "it is a symbolic link",
            not FileInfo => "it is a directory",
            _ when stamp.Length <= 0 => "it is empty",
            _ when !DatasetName.IsValid(dataset) => "its name is not one of A-Z, 0-9 and _, beginning with a letter",
            _ => null,
        };
        if (problem is not null)
        {
            return (null, problem);
        }

        try
        {
            var headers = ArchiveHeaders.Read(file.FullName, dataset, limits);
            return headers.HasMetadata ? (headers, null) : (null, $"it has no member {dataset}.json");
        }
#pragma warning disable CA1031 // Whatever is wrong with one file, the others are listed.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return (null, exception.Message);
        }
    }

    [LoggerMessage(EventId = 5005, Level = LogLevel.Warning, Message = "{File} is not importable: {Problem}")]
    private static partial void LogSkipped(ILogger logger, string file, string problem);

    private sealed record Known(Stamp Stamp, ArchiveHeaders? Headers, string? Problem, bool IsSettled, long ReadAt);

    private readonly record struct Stamp(long Length, DateTimeOffset ChangedAt)
    {
        public static Stamp Of(FileSystemInfo file) =>
            new(file is FileInfo { LinkTarget: null, Exists: true } regular ? regular.Length : -1, file.LastWriteTimeUtc);
    }
}
