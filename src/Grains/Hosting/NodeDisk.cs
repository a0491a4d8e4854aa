using System.Globalization;
using Switchyard.Compute;

namespace Switchyard.Hosting;

/// <summary>The disk that a node works on.</summary>
public interface INodeDisk
{
    /// <summary>What people know it by: the directory on it.</summary>
    string Name { get; }

    /// <summary>How many bytes must be free before the node takes work on.</summary>
    long Needed { get; }

    /// <summary>How many bytes are free; null when that cannot be told.</summary>
    long? Free();

    /// <summary>Why nothing can be written to it, tried with a small file; null when it can.</summary>
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

    /// <summary>Why a node takes no work on; null when its disk has room.</summary>
    public static string? WhyFull(this INodeDisk disk) => disk.Free() is { } free && free < disk.Needed
        ? $"the disk of {disk.Name} has {Mebibytes(free)} MiB free, and Storage:MinFree is {Mebibytes(disk.Needed)} MiB"
        : null;

    /// <summary>Whether a disk refused, and not what was done with it.</summary>
    public static bool IsFault(Exception exception) =>
        exception is IOException { HResult: NoSpace or QuotaExceeded or ReadOnly or DiskError or WindowsDiskFull or WindowsHandleDiskFull }
        || (exception.InnerException is { } inner && IsFault(inner));

    private static string Mebibytes(long bytes) => (bytes / (1024 * 1024)).ToString(CultureInfo.InvariantCulture);
}

/// <summary>The disk of the data directory, where the databases, the blobs and the runs are; where runs are elsewhere, the fuller of the two.</summary>
internal sealed class NodeDisk(StorageOptions storage, ComputeOptions compute) : INodeDisk
{
    private static readonly byte[] Sample = new byte[4096];

    private readonly string _probe = Path.Combine(storage.FullDataDirectory, $".probe-{Environment.ProcessId}");

    public string Name => Fullest().Directory;

    public long Needed => storage.MinFree;

    public long? Free() => Fullest().Free;

    private (string Directory, long? Free) Fullest() => new[] { storage.FullDataDirectory, compute.RunDirectory }
        .OfType<string>()
        .Select(directory => (Directory: Path.GetFullPath(directory), Free: FreeOf(directory)))
        .MinBy(disk => disk.Free ?? long.MaxValue);

    private static long? FreeOf(string directory)
    {
        try
        {
            return new DriveInfo(Path.GetFullPath(directory)).AvailableFreeSpace;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    public string? WhyNotWritable()
    {
        try
        {
            // To the disk, not to a cache that would find out later.
            using (var file = new FileStream(_probe, FileMode.Create, FileAccess.Write))
            {
                file.Write(Sample);
                file.Flush(flushToDisk: true);
            }

            File.Delete(_probe);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"the disk of {storage.FullDataDirectory} cannot be written: {exception.Message}";
        }
    }
}
