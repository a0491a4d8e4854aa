using System.Formats.Tar;
using Switchyard.Compute.Archives;

namespace Switchyard.Jobs.Datasets;

/// <summary>What the headers of a dataset's archive say. Nothing is unpacked.</summary>
/// <param name="HasMetadata">A member is named like the dataset, with ".json".</param>
/// <param name="HasData">A member is named "chunks". Members below it alone do not count.</param>
internal readonly record struct ArchiveHeaders(bool HasMetadata, bool HasData)
{
    private const int BlockLength = 512;

    /// <summary>Reads to the end, for an archive that is still being copied must not pass for a whole one.</summary>
    /// <exception cref="InvalidDataException">It is no archive, or a part of one, or beyond the limits.</exception>
    /// <exception cref="IOException">It cannot be read, or ends too early.</exception>
    public static ArchiveHeaders Read(string path, string dataset, ArchiveLimits limits)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Span<byte> start = stackalloc byte[PackingSignatures.Longest];
        start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        var (packing, foreign) = (PackingSignatures.Of(start), Foreign(start));
        file.Position = 0;
        if (foreign is not null)
        {
            throw new InvalidDataException($"it is packed with {foreign}, which is not read here");
        }

        using var stream = new CheckedTarStream(Unpack(file, packing), limits.Bytes);
        try
        {
            return Read(stream, dataset, limits.Members);
        }
        catch (Exception problem) when (packing != Packing.None && problem is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new InvalidDataException($"it is packed with {packing.Name()}: {problem.Message}", problem);
        }
    }

    private static ArchiveHeaders Read(CheckedTarStream stream, string dataset, int mostMembers)
    {
        using var reader = new TarReader(stream);
        var (members, hasMetadata, hasData) = (0, false, false);
        while (reader.GetNextEntry() is { } member)
        {
            if (++members > mostMembers)
            {
                throw new InvalidDataException($"it has more than {mostMembers} members");
            }

            var name = member.Name.TrimEnd('/');
            hasMetadata |= name == dataset + ".json";
            hasData |= name == "chunks";

            // The reader jumps over contents, and would jump over the end too.
            if (stream.CanSeek && member.DataOffset + Blocks(member.Length) > stream.Length)
            {
                throw new EndOfStreamException("it ends in the middle of a member");
            }
        }

        // What is packed is whole only if its own end is.
        if (!stream.CanSeek)
        {
            stream.CopyTo(Stream.Null);
        }

        return new(hasMetadata, hasData);
    }

    private static Stream Unpack(FileStream file, Packing packing) => packing switch
    {
        Packing.Gzip => new GzipReader(file),
        Packing.Bzip2 => new JudgedStream(new Bzip2Reader(file)),
        Packing.Xz => new JudgedStream(new XzReader(file)),
        _ => file,
    };

    /// <summary>What people pack with as well, and nothing here unpacks.</summary>
    private static string? Foreign(ReadOnlySpan<byte> start) => start switch
    {
        [0x28, 0xb5, 0x2f, 0xfd, ..] => "zstd",
        [(byte)'P', (byte)'K', 3, 4, ..] => "zip",
        [0x04, 0x22, 0x4d, 0x18, ..] => "lz4",
        [0x5d, 0, 0, ..] => "lzma",
        [0x1f, 0x9d, ..] => "compress",
        _ => null,
    };

    private static long Blocks(long length) => (length + BlockLength - 1) / BlockLength * BlockLength;
}
