using Switchyard.Blobs;
using Switchyard.Hosting;

namespace Switchyard.Backups;

/// <summary>Puts a backup into an empty data directory, after all of it was looked at.</summary>
internal sealed class NodeRestore(StorageOptions storage, string source)
{
    /// <exception cref="BackupRefusedException">The backup is not whole or not sound, or the data directory is not empty.</exception>
    public async Task<BackupManifest> RunAsync(CancellationToken cancellationToken)
    {
        var data = Path.TrimEndingDirectorySeparator(storage.FullDataDirectory);
        if (Directory.Exists(data) && Directory.EnumerateFileSystemEntries(data).Any())
        {
            throw new BackupRefusedException($"Storage:DataDirectory: {data} is not empty: a backup is restored into a directory of its own");
        }

        var manifest = BackupManifest.Read(source);
        await VerifyAsync(manifest, cancellationToken);
        DataDirectory.Create(data);

        // Until the end no node takes the directory for one that it may use.
        var marker = Path.Combine(data, DataDirectory.CutOffRestore);
        await File.WriteAllTextAsync(marker, source, cancellationToken);
        DurableDirectory.FlushAll(data);
        foreach (var (name, file) in manifest.Files)
        {
            Same(name, file, await BackupFile.CopyAsync(Path.Combine(source, name), Path.Combine(data, name), cancellationToken));
        }

        DurableDirectory.FlushAll(data);
        File.Delete(marker);
        DurableDirectory.Flush(data);
        return manifest;
    }

    private async Task VerifyAsync(BackupManifest manifest, CancellationToken cancellationToken)
    {
        var work = Path.GetFileName(storage.WorkDatabase);
        if (!manifest.Files.ContainsKey(work) || manifest.Files.Keys.FirstOrDefault(name => !IsInside(name)) is not null)
        {
            throw new BackupRefusedException($"{source} is no backup of a node: its {BackupManifest.FileName} has no {work}, or files elsewhere");
        }

        foreach (var (name, file) in manifest.Files)
        {
            var path = Path.Combine(source, name);
            Same(name, file, File.Exists(path) ? await BackupFile.OfAsync(path, cancellationToken) : null);
        }

        foreach (var database in manifest.Files.Keys.Where(name => name.EndsWith(".db", StringComparison.Ordinal)))
        {
            SqliteCopy.Check(Path.Combine(source, database));
        }

        var blobs = manifest.Files.Keys.Select(Path.GetFileName).ToHashSet();
        if (SqliteCopy.ReadBlobs(Path.Combine(source, work)).FirstOrDefault(blob => !blobs.Contains(blob)) is { } missing)
        {
            throw new BackupRefusedException($"{source} is not whole: a row names the blob {missing}, which it has not");
        }
    }

    private void Same(string name, BackupFile told, BackupFile? found)
    {
        if (found != told)
        {
            throw new BackupRefusedException($"{source} is not whole: {name} is {(found is null ? "missing" : "not what was backed up")}");
        }
    }

    private bool IsInside(string name) =>
        !Path.IsPathRooted(name) && Path.GetFullPath(Path.Combine(source, name)).StartsWith(Path.GetFullPath(source) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
