using System.Formats.Tar;
using Switchyard.Blobs;
using Switchyard.Compute.Archives;
using Switchyard.OperatorConsole.Frame;

namespace Switchyard.Tickets.Pages;

/// <summary>Looks into a result.</summary>
internal static class ResultFiles
{
    /// <summary>The first files of a tar in gzip; null when there is no such blob any more.</summary>
    /// <exception cref="InvalidDataException">It is no such archive.</exception>
    public static async Task<IReadOnlyList<FilePreview>?> ListAsync(IBlobStore blobs, string blob, CancellationToken cancellationToken)
    {
        if (await blobs.OpenAsync(blob, cancellationToken) is not { } content)
        {
            return null;
        }

        await using var packed = content;
        await using var unpacked = new GzipReader(packed);
        await using var tar = new TarReader(unpacked, leaveOpen: true);
        var (files, left) = (new List<FilePreview>(), FilePreview.MostShown);
        while (files.Count < FilePreview.MostFiles && await tar.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
        {
            if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile)
            {
                var file = await FilePreview.OfAsync(entry.Name, entry.Length, entry.DataStream, left, cancellationToken);
                left -= file.Read;
                files.Add(file);
            }
        }

        return files;
    }
}
