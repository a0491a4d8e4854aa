using System.Globalization;

namespace Switchyard.Hosting;

/// <summary>The disks that a node works on: of its data and of its runs, mostly the same.</summary>
public interface INodeDisk
{
    /// <summary>What people know them by: the directories on them.</summary>
    IReadOnlyList<string> Places { get; }

    /// <summary>How many bytes must be free on each before the node takes work on; 0: it is not looked at.</summary>
    long Needed { get; }

    /// <summary>How many bytes are free where a directory is; null when that cannot be told.</summary>
    long? Free(string place);

    /// <summary>Why nothing can be written to one of them, tried with a small file; null when it can.</summary>
    string? WhyNotWritable();
}

/// <summary>What the readings of a disk mean.</summary>
public static class NodeDisks
{
    private const int NoSpace = 28;
    private const int QuotaExceeded = 122;
    private const int ReadOnly = 30;
    private const int DiskError = 5;
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);

    /// <summary>Why a node takes no work on; null when its disks have room.</summary>
    public static string? WhyFull(this INodeDisk disk) =>
        disk.Places.Select(place => disk.WhyFull(place)).FirstOrDefault(why => why is not null);

    private static string? WhyFull(this INodeDisk disk, string place) => disk.Free(place) is { } free && free < disk.Needed
        ? $"the disk of {place} has {Mebibytes(free)} MiB free, and Storage:MinFree is {Mebibytes(disk.Needed)} MiB"
        : null;

    /// <summary>Whether a disk refused, and not what was done with it.</summary>
    public static bool IsFault(Exception exception) =>
        exception is IOException { HResult: NoSpace or QuotaExceeded or ReadOnly or DiskError or WindowsDiskFull or WindowsHandleDiskFull }
        || (exception.InnerException is { } inner && IsFault(inner));

    private static string Mebibytes(long bytes) => (bytes / (1024 * 1024)).ToString(CultureInfo.InvariantCulture);
}

/// <summary>The disk of the data directory, where the databases are, that of the blobs, and that of the runs.</summary>
/// <param name="runs">Where runs have their directories.</param>
internal sealed class NodeDisk(StorageOptions storage, string runs) : INodeDisk
{
    private static readonly byte[] Sample = new byte[4096];

    public IReadOnlyList<string> Places { get; } = [storage.FullDataDirectory, .. BlobsOf(storage), runs];

    public long Needed => storage.MinFree;

    public long? Free(string place)
    {
        try
        {
            return new DriveInfo(place).AvailableFreeSpace;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    public string? WhyNotWritable() => Places.Select(WhyNotWritable).FirstOrDefault(why => why is not null);

    /// <summary>They may be on a disk of their own; with PostgreSQL they are in the database.</summary>
    private static IEnumerable<string> BlobsOf(StorageOptions storage) => storage.Provider == StorageProvider.Sqlite ? [storage.BlobDirectory] : [];

    /// <summary>The directories of blobs and runs are made when there are some.</summary>
    private string? WhyNotWritable(string place)
    {
        if (place != storage.FullDataDirectory && !Directory.Exists(place))
        {
            return null;
        }

        try
        {
            // To the disk, not to a cache that would find out later.
            var probe = Path.Combine(place, $".probe-{Environment.ProcessId}");
            using (var file = new FileStream(probe, FileMode.Create, FileAccess.Write))
            {
                file.Write(Sample);
                file.Flush(flushToDisk: true);
            }

            File.Delete(probe);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"the disk of {place} cannot be written: {exception.Message}";
        }
    }
}
