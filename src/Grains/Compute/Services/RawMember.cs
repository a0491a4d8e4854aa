using System.Formats.Tar;
using System.Text;

namespace Switchyard.Compute.Services;

/// <summary>
/// A member of a tar whose name is no text, which the runtime's writer cannot say: in GNU's form, where a name is bytes, and a
/// long one comes in a member before it. Every reader knows it.
/// </summary>
internal static class RawMember
{
    private const int Block = 512;
    private const int NameLength = 100;
    private const int LargestOctal = 11;

    /// <summary>Writes the whole member, between two of a writer on the same stream.</summary>
    public static async Task WriteAsync(Stream archive, byte[] name, int mode, DateTimeOffset time, Stream content, CancellationToken cancellationToken)
    {
        if (name.Length > NameLength)
        {
            var longName = new MemoryStream([.. name, 0]);
            await WriteAsync(archive, MakeHeader("././@LongLink"u8, 'L', 0, longName.Length, DateTimeOffset.UnixEpoch), longName, cancellationToken);
        }

        await WriteAsync(archive, MakeHeader(name.AsSpan(0, Math.Min(name.Length, NameLength)), (char)TarEntryType.RegularFile, mode, content.Length, time), content, cancellationToken);
    }

    private static async Task WriteAsync(Stream archive, byte[] header, Stream content, CancellationToken cancellationToken)
    {
        await archive.WriteAsync(header, cancellationToken);
        await content.CopyToAsync(archive, cancellationToken);
        await archive.WriteAsync(new byte[(Block - (int)(content.Length % Block)) % Block], cancellationToken);
    }

    private static byte[] MakeHeader(ReadOnlySpan<byte> name, char type, int mode, long length, DateTimeOffset time)
    {
        var header = new byte[Block];
        name.CopyTo(header);
        Write(header, 100, 7, mode);
        Write(header, 108, 7, 0);
        Write(header, 116, 7, 0);
        Write(header, 124, LargestOctal, length);
        Write(header, 136, LargestOctal, time.ToUnixTimeSeconds());
        header.AsSpan(148, 8).Fill((byte)' ');
        header[156] = (byte)type;
        "ustar  "u8.CopyTo(header.AsSpan(257));
        Write(header, 148, 6, header.Sum(value => value));
        header[154] = 0;
        return header;
    }

    /// <summary>In octal digits; a number that is too long for them in binary, marked by the first bit.</summary>
    private static void Write(byte[] header, int at, int digits, long value)
    {
        var octal = Convert.ToString(value, 8).PadLeft(digits, '0');
        if (octal.Length <= digits)
        {
            Encoding.ASCII.GetBytes(octal, header.AsSpan(at));
            return;
        }

        for (var i = digits; i > 0; i--, value >>= 8)
        {
            header[at + i] = (byte)value;
        }

        header[at] = 0x80;
    }
}
