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
        using var stream = Open(path, limits);
        using var reader = new TarReader(stream);
        var (members, hasMetadata, hasData) = (0, false, false);
        while (reader.GetNextEntry() is { } member)
        {
            if (++members > limits.Members)
            {
                throw new InvalidDataException($"it has more than {limits.Members} members");
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

    private static CheckedTarStream Open(string path, ArchiveLimits limits)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            Span<byte> magic = stackalloc byte[3];
            var isGzip = file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) == magic.Length && magic.SequenceEqual<byte>([0x1f, 0x8b, 8]);
            file.Position = 0;
            return new CheckedTarStream(isGzip ? new GzipReader(file, leaveOpen: false) : file, limits.Bytes);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static long Blocks(long length) => (length + BlockLength - 1) / BlockLength * BlockLength;
}
