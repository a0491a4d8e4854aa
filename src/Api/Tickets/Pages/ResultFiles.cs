using System.Formats.Tar;
using System.Text;
using Switchyard.Blobs;
using Switchyard.Compute.Archives;

namespace Switchyard.Tickets.Pages;

/// <summary>A file in a result.</summary>
/// <param name="Text">What is in it, of a short text; null of others.</param>
internal sealed record ResultFile(string Name, long Length, string? Text);

/// <summary>Looks into a result.</summary>
internal static class ResultFiles
{
    /// <summary>So many are named.</summary>
    public const int Most = 100;

    /// <summary>Bytes of the longest text that is shown.</summary>
    private const int LongestText = 4096;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The first files of a tar in gzip; null when there is no such blob any more.</summary>
    /// <exception cref="InvalidDataException">It is no such archive.</exception>
    public static async Task<IReadOnlyList<ResultFile>?> ListAsync(IBlobStore blobs, string blob, CancellationToken cancellationToken)
    {
        if (await blobs.OpenAsync(blob, cancellationToken) is not { } content)
        {
            return null;
        }

        await using var packed = content;
        await using var unpacked = new GzipReader(packed);
        await using var tar = new TarReader(unpacked, leaveOpen: true);
        var files = new List<ResultFile>();
        while (files.Count < Most && await tar.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
        {
            if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile)
            {
                files.Add(new(entry.Name, entry.Length, await ReadAsync(entry, cancellationToken)));
            }
        }

        return files;
    }

    private static async Task<string?> ReadAsync(TarEntry entry, CancellationToken cancellationToken)
    {
        if (entry.Length is 0 or > LongestText || entry.DataStream is not { } data)
        {
            return null;
        }

        var bytes = new byte[entry.Length];
        await data.ReadExactlyAsync(bytes, cancellationToken);
        try
        {
            var text = Strict.GetString(bytes);
            return text.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t')) ? null : text;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
