using Microsoft.Extensions.Logging;

namespace Switchyard.Jobs.Datasets;

/// <summary>
/// The directory that holds the importable datasets as NAME.tar, with those that a worker has taken in <c>archive/</c>.
/// A file is read once for each size and time of change, so that asking again costs the listing of a directory.
/// Symbolic links are never followed. Safe for all threads.
/// </summary>
public sealed partial class DatasetDirectory
{
    private const string Extension = ".tar";
    private const string Archive = "archive";

    private readonly string? _root;
    private readonly DatasetFiles _files;
    private readonly ILogger<DatasetDirectory> _logger;
    private readonly Lock _turn = new();
    private bool _toldMissing;

    public DatasetDirectory(JobsOptions options, TimeProvider time, ILogger<DatasetDirectory> logger)
        : this(options.InputDirectory, ArchiveLimits.Default, time, logger)
    {
    }

    internal DatasetDirectory(string? root, ArchiveLimits limits, TimeProvider time, ILogger<DatasetDirectory> logger)
    {
        _root = string.IsNullOrWhiteSpace(root) ? null : Path.GetFullPath(root);
        _files = new DatasetFiles(limits, time, logger);
        _logger = logger;
    }

    /// <summary>Whether there is such a directory in the settings.</summary>
    public bool IsConfigured => _root is not null;

    /// <summary>
    /// What can be imported, by name, the archive's last. Odd files are left out, and logged once. Reads files: call it
    /// where blocking is harmless.
    /// </summary>
    public IReadOnlyList<ImportableDataset> List()
    {
        if (_root is null)
        {
            return [];
        }

        lock (_turn)
        {
            return Scan(_root);
        }
    }

    /// <summary>Deletes the dataset's file, whatever it contains, and leaves the archive's alone; false when there is none.</summary>
    /// <exception cref="ArgumentException">No dataset can have this name.</exception>
    /// <exception cref="IOException">The file is there and cannot be deleted; so <see cref="UnauthorizedAccessException"/>.</exception>
    public bool Delete(string datasetName)
    {
        if (!DatasetName.IsValid(datasetName))
        {
            throw new ArgumentException("No dataset can have this name.", nameof(datasetName));
        }

        // Of a symbolic link the link alone is removed. A directory is no file.
        if (_root is null || new FileInfo(Path.Combine(_root, datasetName + Extension)) is not { Exists: true } file)
        {
            return false;
        }

        file.Delete();
        return true;
    }

    private IReadOnlyList<ImportableDataset> Scan(string root)
    {
        var files = Find(root);
        if (files is null)
        {
            if (!_toldMissing)
            {
                LogMissing(_logger, root);
            }

            (_toldMissing, files) = (true, []);
        }
        else
        {
            _toldMissing = false;
        }

        var archive = new DirectoryInfo(Path.Combine(root, Archive));
        var archived = archive is { Exists: true, LinkTarget: null } ? Find(archive.FullName) ?? [] : [];
        _files.Forget(files.Concat(archived).Select(file => file.FullName));
        return [.. Read(files, isArchived: false), .. Read(archived, isArchived: true)];
    }

    private IEnumerable<ImportableDataset> Read(IEnumerable<FileSystemInfo> files, bool isArchived) => files
        .Select(file => (Name: file.Name[..^Extension.Length], File: file))
        .OrderBy(dataset => dataset.Name, StringComparer.Ordinal)
        .Select(dataset => _files.Look(dataset.File, dataset.Name) is { } headers
            ? new ImportableDataset(dataset.Name, headers.HasMetadata, headers.HasData, isArchived)
            : null)
        .OfType<ImportableDataset>();

    /// <summary>All that is called like an archive; null when the directory cannot be listed.</summary>
    private static List<FileSystemInfo>? Find(string directory)
    {
        try
        {
            return [.. new DirectoryInfo(directory)
                .EnumerateFileSystemInfos("*", new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = false })
                .Where(file => file.Name.EndsWith(Extension, StringComparison.Ordinal))];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [LoggerMessage(EventId = 5004, Level = LogLevel.Warning, Message = "No dataset can be imported: {Directory} is missing or cannot be listed.")]
    private static partial void LogMissing(ILogger logger, string directory);
}
