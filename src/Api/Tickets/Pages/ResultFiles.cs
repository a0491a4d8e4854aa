using System.Formats.Tar;
using System.Text;
using Switchyard.Blobs;
using Switchyard.Compute.Archives;
using Switchyard.OperatorConsole.Frame;

namespace Switchyard.Tickets.Pages;

/// <summary>A file in a result.</summary>
/// <param name="Text">The beginning of a text, JSON laid out to be read; null of others.</param>
/// <param name="Image">A small picture as an address of its own, for an image element; null of others.</param>
/// <param name="IsCut">The text goes on.</param>
internal sealed record ResultFile(string Name, long Length, string? Text, string? Image, bool IsCut);

/// <summary>Looks into a result. What it shows is bounded, and nothing of it can run in the page: text stays text, pictures are told by their bytes.</summary>
internal static class ResultFiles
{
    /// <summary>So many are named.</summary>
    public const int Most = 100;

    /// <summary>Bytes of a text that are shown.</summary>
    private const int LongestText = 4096;

    /// <summary>Characters of JSON that is laid out: what is deep would be mostly room. What would be longer stays as it is.</summary>
    private const int LongestLaidOut = 8 * LongestText;

    /// <summary>Bytes of the largest picture that is shown.</summary>
    private const int LargestImage = 512 * 1024;

    /// <summary>Bytes that are shown of all files together.</summary>
    private const int MostShown = 2 * 1024 * 1024;

    private static readonly (string Type, byte[] Start)[] Images =
    [
        ("image/png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
        ("image/jpeg", [0xFF, 0xD8, 0xFF]),
        ("image/gif", "GIF8"u8.ToArray()),
    ];

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
        var (files, left) = (new List<ResultFile>(), MostShown);
        while (files.Count < Most && await tar.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
        {
            if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile)
            {
                var bytes = await ReadAsync(entry, left, cancellationToken);
                left -= bytes.Length;
                files.Add(Show(entry.Name, entry.Length, bytes));
            }
        }

        return files;
    }

    /// <summary>All of a small picture, else the beginning.</summary>
    private static async Task<byte[]> ReadAsync(TarEntry entry, int most, CancellationToken cancellationToken)
    {
        if (entry.Length == 0 || entry.DataStream is not { } data)
        {
            return [];
        }

        var beginning = new byte[Math.Min(Math.Min(entry.Length, LongestText), most)];
        await data.ReadExactlyAsync(beginning, cancellationToken);
        if (TypeOf(beginning) is null || entry.Length > Math.Min(LargestImage, most) || entry.Length == beginning.Length)
        {
            return beginning;
        }

        var whole = new byte[entry.Length];
        beginning.CopyTo(whole, 0);
        await data.ReadExactlyAsync(whole.AsMemory(beginning.Length), cancellationToken);
        return whole;
    }

    private static ResultFile Show(string name, long length, byte[] bytes)
    {
        var isCut = bytes.Length < length;
        if (TypeOf(bytes) is { } type)
        {
            return new(name, length, null, isCut ? null : $"data:{type};base64,{Convert.ToBase64String(bytes)}", isCut);
        }

        var text = bytes.Length == 0 ? null : TextOf(bytes, isCut);
        if (text is not null && !isCut && name.EndsWith(".json", StringComparison.OrdinalIgnoreCase) && JsonWords.Of(bytes) is { Length: <= LongestLaidOut } laidOut)
        {
            text = laidOut;
        }

        return new(name, length, text, null, isCut && text is not null);
    }

    private static string? TypeOf(byte[] bytes) => Images.FirstOrDefault(image => bytes.AsSpan().StartsWith(image.Start)).Type;

    /// <summary>Null: it is no text for people.</summary>
    private static string? TextOf(byte[] bytes, bool isCut)
    {
        try
        {
            // What is cut may end within a letter.
            var letters = new char[Strict.GetMaxCharCount(bytes.Length)];
            var text = new string(letters, 0, Strict.GetDecoder().GetChars(bytes, letters, flush: !isCut));
            return text.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t')) ? null : text;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
