using Switchyard.Blobs;
using Switchyard.Configuration;
using Switchyard.Hosting;

namespace Switchyard.Backups;

/// <summary>
/// Backs an embedded node up, also while it runs. Most blobs first, then the rows, then the blobs that these rows name and that came in between. A
/// blob that a row named when the rows were copied can be missing then only if it was made after the first look and deleted before the second: then
/// no row names it any more, and the rows are copied again.
/// </summary>
internal sealed class NodeBackup(StorageOptions storage, string target, TimeProvider time)
{
    private const string Blobs = "blobs";
    private const int MaxTries = 20;

    private readonly Dictionary<string, BackupFile> _blobs = [];

    /// <exception cref="BackupRefusedException">There is nothing to back up, the target is in use, or what is there is damaged.</exception>
    public async Task<BackupManifest> RunAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(storage.WorkDatabase))
        {
            throw new BackupRefusedException($"Storage:DataDirectory: there is no node's data in {storage.FullDataDirectory}");
        }

        if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any())
        {
            throw new BackupRefusedException($"{target} is not empty: a backup needs a directory of its own");
        }

        DataDirectory.Create(target);
        var begun = time.GetUtcNow();
        await CopyBlobsAsync(cancellationToken);
        var files = new SortedDictionary<string, BackupFile>(StringComparer.Ordinal);
        foreach (var blob in await CopyRowsAsync(cancellationToken))
        {
            files.Add(NameOf(blob), _blobs[blob]);
        }

        foreach (var blob in _blobs.Keys.Where(blob => !files.ContainsKey(NameOf(blob))))
        {
            File.Delete(Path.Combine(target, NameOf(blob)));
        }

        if (File.Exists(storage.OrleansDatabase))
        {
            SqliteCopy.Make(storage.OrleansDatabase, PathOf(storage.OrleansDatabase));
        }

        foreach (var database in new[] { storage.WorkDatabase, storage.OrleansDatabase }.Where(database => File.Exists(PathOf(database))))
        {
            files.Add(Path.GetFileName(database), await BackupFile.OfAsync(PathOf(database), cancellationToken));
        }

        DurableDirectory.FlushAll(target);
        var manifest = new BackupManifest { Version = ProgramAnswers.Version, BegunAt = begun, EndedAt = time.GetUtcNow(), Files = files };
        manifest.Write(target);
        DurableDirectory.Flush(target);
        return manifest;
    }

    private async Task CopyBlobsAsync(CancellationToken cancellationToken)
    {
        if (Directory.Exists(storage.BlobDirectory))
        {
            foreach (var file in Directory.EnumerateFiles(storage.BlobDirectory, "*", SearchOption.AllDirectories))
            {
                if (Path.GetFileName(file) is var blob && !blob.Contains('.', StringComparison.Ordinal))
                {
                    await TryCopyBlobAsync(blob, cancellationToken);
                }
            }
        }
    }

    /// <summary>Answers the blobs that the copied rows name, all of which are copied.</summary>
    private async Task<IReadOnlyList<string>> CopyRowsAsync(CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            SqliteCopy.Make(storage.WorkDatabase, PathOf(storage.WorkDatabase));
            var named = SqliteCopy.ReadBlobs(PathOf(storage.WorkDatabase));
            var missing = new List<string>();
            foreach (var blob in named.Where(blob => !_blobs.ContainsKey(blob)))
            {
                if (!await TryCopyBlobAsync(blob, cancellationToken))
                {
                    missing.Add(blob);
                }
            }

            if (missing.Count == 0)
            {
                return named;
            }

            if (tries == MaxTries)
            {
                throw new BackupRefusedException(
                    $"{missing.Count} blobs that rows name are not in {storage.BlobDirectory}, such as {missing[0]}: the data directory is damaged, or its node removes things faster than they can be copied");
            }
        }
    }

    /// <summary>False: it is not there.</summary>
    private async Task<bool> TryCopyBlobAsync(string blob, CancellationToken cancellationToken)
    {
        try
        {
            _blobs[blob] = await BackupFile.CopyAsync(
                Path.Combine(storage.FullDataDirectory, NameOf(blob)), Path.Combine(target, NameOf(blob)), cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    private string PathOf(string database) => Path.Combine(target, Path.GetFileName(database));

    /// <summary>As <see cref="StorageOptions.BlobDirectory"/> is laid out.</summary>
    private static string NameOf(string blob) => blob.Length > 4 ? $"{Blobs}/{blob[..2]}/{blob[2..4]}/{blob}" : $"{Blobs}/{blob}";
}
