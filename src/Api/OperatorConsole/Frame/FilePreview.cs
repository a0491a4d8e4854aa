using System.Text;

namespace Switchyard.OperatorConsole.Frame;

/// <summary>
/// What a page shows of a file in an archive. It is bounded, and nothing of it can run in the page: text stays text, pictures are told by
/// their bytes.
/// </summary>
/// <param name="Length">In bytes, of the whole file.</param>
/// <param name="Text">The beginning of a text, JSON laid out to be read; null of others.</param>
/// <param name="Image">A small picture as an address of its own, for an image element; null of others.</param>
/// <param name="IsCut">The text goes on.</param>
/// <param name="Read">Bytes that were read to show it.</param>
public sealed record FilePreview(string Name, long Length, string? Text, string? Image, bool IsCut, int Read)
{
    /// <summary>So many files of an archive are named.</summary>
    public const int MostFiles = 100;

    /// <summary>Bytes that are shown of all files of an archive together.</summary>
    public const int MostShown = 2 * 1024 * 1024;

    /// <summary>Bytes of a text that are shown.</summary>
    private const int LongestText = 4096;

    /// <summary>Characters of JSON that is laid out: what is deep would be mostly room. What would be longer stays as it is.</summary>
    private const int LongestLaidOut = 8 * LongestText;

    /// <summary>Bytes of the largest picture that is shown.</summary>
    private const int LargestImage = 512 * 1024;

    private static readonly (string Type, byte[] Start)[] Images =
    [
        ("image/png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
        ("image/jpeg", [0xFF, 0xD8, 0xFF]),
        ("image/gif", "GIF8"u8.ToArray()),
    ];

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Looks at a file: all of a small picture, else the beginning.</summary>
    /// <param name="data">Its content; null: only its name is shown.</param>
    /// <param name="most">Bytes that may be read of it.</param>
    public static async Task<FilePreview> OfAsync(string name, long length, Stream? data, int most, CancellationToken cancellationToken)
    {
        var bytes = data is null || length == 0 ? [] : await ReadAsync(data, length, most, cancellationToken);
        var isCut = bytes.Length < length;
        if (TypeOf(bytes) is { } type)
        {
            return new(name, length, null, isCut ? null : $"data:{type};base64,{Convert.ToBase64String(bytes)}", isCut, bytes.Length);
        }

        var text = bytes.Length == 0 ? null : TextOf(bytes, isCut);
        if (text is not null && !isCut && name.EndsWith(".json", StringComparison.OrdinalIgnoreCase) && JsonWords.Of(bytes) is { Length: <= LongestLaidOut } laidOut)
        {
            text = laidOut;
        }

        return new(name, length, text, null, isCut && text is not null, bytes.Length);
    }

    private static async Task<byte[]> ReadAsync(Stream data, long length, int most, CancellationToken cancellationToken)
    {
        var beginning = new byte[Math.Min(Math.Min(length, LongestText), most)];
        await data.ReadExactlyAsync(beginning, cancellationToken);
        if (TypeOf(beginning) is null || length > Math.Min(LargestImage, most) || length == beginning.Length)
        {
            return beginning;
        }

        var whole = new byte[length];
        beginning.CopyTo(whole, 0);
        await data.ReadExactlyAsync(whole.AsMemory(beginning.Length), cancellationToken);
        return whole;
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
