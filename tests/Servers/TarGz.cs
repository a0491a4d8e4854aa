using System.Formats.Tar;
using System.IO.Compression;

namespace Switchyard.Servers;

/// <summary>Uploads of the Tickets door, as its clients pack them.</summary>
public static class TarGz
{
    public static byte[] Pack(CompressionLevel level, params IEnumerable<(string Name, byte[] Content)> files)
    {
        using var archive = new MemoryStream();
        using (var tar = new TarWriter(new GZipStream(archive, level, leaveOpen: true), TarEntryFormat.Ustar))
        {
            foreach (var (name, content) in files)
            {
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
            }
        }

        return archive.ToArray();
    }
}
