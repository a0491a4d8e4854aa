using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace Switchyard.Compute.Archives;

/// <summary>Makes archives, good and bad.</summary>
internal static class Tars
{
    public static byte[] Make(TarEntryFormat format, params IEnumerable<(TarEntryType Type, string Name, string Content)> members)
    {
        using var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, format, leaveOpen: true))
        {
            foreach (var (type, name, content) in members)
            {
                writer.WriteEntry(MakeMember(format, type, name, content));
            }
        }

        return archive.ToArray();
    }

    public static byte[] MakeFiles(params IEnumerable<(string Name, string Content)> files) =>
        Make(TarEntryFormat.Ustar, files.Select(file => (TarEntryType.RegularFile, file.Name, file.Content)));

    public static byte[] MakeFile(string name, byte[] content)
    {
        using var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, TarEntryFormat.Ustar, leaveOpen: true))
        {
            writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
        }

        return archive.ToArray();
    }

    public static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }

    /// <summary>A header alone, with a length that nothing has to be true of.</summary>
    public static byte[] Header(string name, string length, char kind)
    {
        var block = new byte[512];
        Encoding.ASCII.GetBytes(name).CopyTo(block, 0);
        Encoding.Latin1.GetBytes(length).CopyTo(block, 124);
        "ustar\0"u8.CopyTo(block.AsSpan(257));
        block[156] = (byte)kind;
        block.AsSpan(148, 8).Fill((byte)' ');
        Encoding.ASCII.GetBytes(Convert.ToString(block.Sum(part => part), 8)).CopyTo(block, 148);
        return block;
    }

    private static TarEntry MakeMember(TarEntryFormat format, TarEntryType type, string name, string content)
    {
        TarEntry member = format switch
        {
            TarEntryFormat.V7 => new V7TarEntry(type == TarEntryType.RegularFile ? TarEntryType.V7RegularFile : type, name),
            TarEntryFormat.Ustar => new UstarTarEntry(type, name),
            TarEntryFormat.Gnu => new GnuTarEntry(type, name),
            _ => new PaxTarEntry(type, name),
        };
        if (type is TarEntryType.RegularFile)
        {
            member.DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content));
            member.Mode = (UnixFileMode)0b111_111_111_111;
        }
        else if (type is TarEntryType.SymbolicLink or TarEntryType.HardLink)
        {
            member.LinkName = content;
        }

        return member;
    }
}
