using System.Formats.Tar;
using System.IO.Compression;

namespace Switchyard.Jobs.Datasets;

/// <summary>Archives as people make them.</summary>
internal static class Tar
{
    /// <summary>Of INCOME_2024, with metadata and data: nothing here writes xz.</summary>
    public static byte[] Xz { get; } = Convert.FromBase64String(
        "/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4Cf/AHxdACSThGzblkwJGJlpF/pOzMxg+z4TIRZpX++8+4SD8Q0gt+brYyi87yl8MdUGvlBFCQAkcr4pcMDRHGtXBA9jw4iaZTwTOvvRjI7u7491VqKnXkZAG78oYpT7TKAHj1i3glsbNVoFdjOUZGzaNlTROY/MlnGAyk1bN7vYbQAAapl7GxlZ7Y0AAZgBgFAAAMjx5Y6xxGf7AgAAAAAEWVo=");

    /// <summary>A member that ends with a slash is a directory; the others hold <paramref name="contentLength"/> bytes.</summary>
    public static byte[] Of(IEnumerable<string> members, TarEntryFormat format = TarEntryFormat.Pax, int contentLength = 10)
    {
        using var bytes = new MemoryStream();
        using (var writer = new TarWriter(bytes, format, leaveOpen: true))
        {
            foreach (var member in members)
            {
                writer.WriteEntry(Entry(member, format, contentLength));
            }
        }

        return bytes.ToArray();
    }

    /// <summary>A dataset with metadata and data.</summary>
    public static byte[] Dataset(string name, int contentLength = 10) =>
        Of([$"{name}.json", "chunks/", "chunks/1.csv"], contentLength: contentLength);

    public static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    /// <summary>A header of a long name that claims to be of a length that nothing backs.</summary>
    public static byte[] LyingName(long length)
    {
        var header = new byte[1024];
        "././@LongLink"u8.CopyTo(header);
        "0000644\0"u8.CopyTo(header.AsSpan(100));
        System.Text.Encoding.ASCII.GetBytes(Convert.ToString(length, 8).PadLeft(11, '0')).CopyTo(header, 124);
        "        "u8.CopyTo(header.AsSpan(148));
        header[156] = (byte)'L';
        "ustar  \0"u8.CopyTo(header.AsSpan(257));
        System.Text.Encoding.ASCII.GetBytes(Convert.ToString(header.Sum(octet => octet), 8).PadLeft(6, '0') + "\0 ").CopyTo(header, 148);
        return header;
    }

    private static TarEntry Entry(string member, TarEntryFormat format, int contentLength)
    {
        var isDirectory = member.EndsWith('/');
        var type = isDirectory ? TarEntryType.Directory : format == TarEntryFormat.V7 ? TarEntryType.V7RegularFile : TarEntryType.RegularFile;
        TarEntry entry = format switch
        {
            TarEntryFormat.V7 => new V7TarEntry(type, member),
            TarEntryFormat.Ustar => new UstarTarEntry(type, member),
            TarEntryFormat.Gnu => new GnuTarEntry(type, member),
            _ => new PaxTarEntry(type, member),
        };
        if (!isDirectory)
        {
            entry.DataStream = new MemoryStream(new byte[contentLength]);
        }

        return entry;
    }
}
