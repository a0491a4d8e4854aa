using Switchyard.Configuration;

namespace Switchyard.Hosting;

/// <summary>
/// A node's directory, for its user alone: the keys of users' tokens lie in it. An embedded node holds it for itself: two nodes
/// on the same files would each believe to be the whole cluster.
/// </summary>
internal sealed partial class DataDirectory : IDisposable
{
    /// <summary>The file that is there while a backup is restored into the directory.</summary>
    public const string CutOffRestore = "restore.incomplete";

    private const UnixFileMode Passable = OwnFiles.Owner
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>What a node keeps there. The directories of runs have modes of their own.</summary>
    private static readonly string[] OwnNames = ["work.db*", "orleans.db*", "node.lock*", "blobs", "scratch"];

    private readonly string _path;
    private readonly FileStream? _lock;
    private readonly (int Tightened, string? Failure)? _loose;

    private DataDirectory(string path, FileStream? held, (int Tightened, string? Failure)? loose)
    {
        (_path, _lock, _loose) = (path, held, loose);
    }

    /// <exception cref="StartRefusedException">The directory cannot be written, or another node holds it.</exception>
    public static DataDirectory Hold(StorageOptions storage)
    {
        var path = Path.TrimEndingDirectorySeparator(storage.FullDataDirectory);
        var isEmbedded = storage.Provider == StorageProvider.Sqlite;
        try
        {
            Create(path);
            if (isEmbedded)
            {
                ProbeWriting(path);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Beside PostgreSQL nothing must be kept there: the node is not ready until it can be written.
            return isEmbedded
                ? throw StartRefusedException.Environment(
                    $"Storage:DataDirectory: {path} cannot be written: {exception.Message}", exception)
                : new DataDirectory(path, held: null, loose: null);
        }

        if (File.Exists(Path.Combine(path, CutOffRestore)))
        {
            throw StartRefusedException.Environment($"Storage:DataDirectory: a restore into {path} was cut off; empty it and restore again");
        }

        var loose = OwnFiles.Tighten(path, OwnNames);
        return new DataDirectory(path, isEmbedded ? Lock(path) : null, loose);
    }

    /// <summary>Says what others could see until this start.</summary>
    public void Report(ILogger logger)
    {
        if (_loose is { Tightened: > 0 and var count })
        {
            LogTightened(logger, _path, count);
        }

        if (_loose?.Failure is { } failure)
        {
            LogLoose(logger, _path, failure);
        }
    }

    /// <summary>The file stays: removing it would let a third node lock a new one beside the second's.</summary>
    public void Dispose() => _lock?.Dispose();

    /// <summary>Makes it when it is missing. Directories above it are as they always were: what else lies there is not the node's to close.</summary>
    public static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        for (var missing = Missing(path); missing != path; missing = Missing(path))
        {
            Directory.CreateDirectory(missing);
            File.SetUnixFileMode(missing, Passable);
        }

        Directory.CreateDirectory(path, OwnFiles.Owner);
    }

    /// <summary>The uppermost directory on the way to one that is not there; the last when only it is missing, or nothing.</summary>
    private static string Missing(string path) =>
        Path.GetDirectoryName(path) is { } parent && !Directory.Exists(parent) ? Missing(parent) : path;

    private static FileStream Lock(string path)
    {
        try
        {
            return new FileStream(Path.Combine(path, "node.lock"), Options(FileShare.None));
        }
        catch (IOException exception)
        {
            throw StartRefusedException.Environment(
                $"Storage:DataDirectory: {path} is held by another node that runs; give each node its own", exception);
        }
    }

    private static void ProbeWriting(string path)
    {
        using var probe = new FileStream(Path.Combine(path, "node.lock.probe"), Options(FileShare.ReadWrite));
        probe.SetLength(0);
    }

    private static FileStreamOptions Options(FileShare share)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    [LoggerMessage(1016, LogLevel.Warning, "Storage:DataDirectory: {Path} was open to other users of this machine; it is closed now, with what the node keeps in it ({Count} changed)")]
    private static partial void LogTightened(ILogger logger, string path, int count);

    [LoggerMessage(1017, LogLevel.Warning, "Storage:DataDirectory: {Path} is open to other users of this machine, and cannot be closed: {Reason}")]
    private static partial void LogLoose(ILogger logger, string path, string reason);
}
