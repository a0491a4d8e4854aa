using System.IO.Compression;
using Switchyard.Hosting;
using Switchyard.OperatorConsole.Frame;

namespace Switchyard.Downloads.Pages;

/// <summary>What is in an archive that the application's database has.</summary>
/// <param name="Count">How many files it has; <paramref name="Files"/> are the first.</param>
internal sealed record ArchiveFiles(IReadOnlyList<FilePreview> Files, int Count)
{
    /// <summary>Of so many files the beginnings are shown, of the others the names.</summary>
    private const int MostOpened = 10;

    /// <summary>Bytes: some ten thousand files.</summary>
    private const int LargestDirectory = 1024 * 1024;

    /// <exception cref="InvalidDataException">It is no zip, or to look into it costs too much.</exception>
    /// <exception cref="IOException">The archive was replaced meanwhile.</exception>
    public static async Task<ArchiveFiles> ReadAsync(IClassifierGrain classifier, ArchiveView archive, PatientCalls calls, CancellationToken cancellationToken)
    {
        await using var content = new ArchiveDirectory(classifier, archive, calls);
        await content.OpenAsync(LargestDirectory, cancellationToken);
        await using var zip = await ZipArchive.CreateAsync(content, ZipArchiveMode.Read, leaveOpen: true, entryNameEncoding: null, cancellationToken);
        var entries = zip.Entries.Where(entry => !entry.FullName.EndsWith('/')).ToList();
        var (files, left) = (new List<FilePreview>(), FilePreview.MostShown);
        foreach (var entry in entries.Take(FilePreview.MostFiles))
        {
            await using var data = files.Count < MostOpened && left > 0 ? await entry.OpenAsync(cancellationToken) : null;
            var file = await FilePreview.OfAsync(entry.FullName, entry.Length, data, left, cancellationToken);
            left -= file.Read;
            files.Add(file);
        }

        return new(files, entries.Count);
    }
}
