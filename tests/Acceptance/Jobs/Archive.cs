using System.Formats.Tar;
using System.IO.Compression;

namespace Switchyard.Acceptance.Jobs;

/// <summary>Archives as people put them into the input directory.</summary>
internal static class Archive
{
    /// <param name="members">A name that ends with a slash is a directory.</param>
    public static byte[] Of(params IEnumerable<string> members)
    {
        using var bytes = new MemoryStream();
        using (var tar = new TarWriter(bytes, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var member in members)
            {
                tar.WriteEntry(member.EndsWith('/')
                    ? new UstarTarEntry(TarEntryType.Directory, member)
                    : new UstarTarEntry(TarEntryType.RegularFile, member) { DataStream = new MemoryStream(new byte[1500]) });
            }
        }

        return bytes.ToArray();
    }

    public static byte[] Zipped(byte[] archive)
    {
        using var bytes = new MemoryStream();
        using (var zip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        {
            zip.Write(archive);
        }

        return bytes.ToArray();
    }
}
