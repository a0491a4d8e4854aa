using System.Buffers.Binary;

namespace Switchyard.Compute.Archives;

/// <summary>The directory at the end of a zip, as far as it must be known before it is read into memory.</summary>
internal static class ZipDirectory
{
    private const uint EndSignature = 0x06054b50;
    private const uint End64LocatorSignature = 0x07064b50;
    private const uint End64Signature = 0x06064b50;
    private const uint EntrySignature = 0x02014b50;
    private const int EndLength = 22;
    private const int LocatorLength = 20;
    private const int End64Length = 56;
    private const int EntryLength = 46;
    private const int LongestComment = ushort.MaxValue;

    /// <summary>Of names and what else is told of the entries, all together.</summary>
    private const long Longest = 64 << 20;

    /// <summary>The entries that really follow each other there; one more than <paramref name="most"/> where there are more.</summary>
    /// <exception cref="InvalidDataException">There is no such directory.</exception>
    public static int Count(Stream file, int most)
    {
        file.Position = StartOf(file);
        var (count, told) = (0, 0L);
        Span<byte> entry = stackalloc byte[EntryLength];
        using var buffered = new BufferedStream(new CountingStream(file, default), 64 << 10);
        while (count <= most && buffered.ReadAtLeast(entry, entry.Length, throwOnEndOfStream: false) == entry.Length
            && BinaryPrimitives.ReadUInt32LittleEndian(entry) == EntrySignature)
        {
            count++;
            var length = Short(entry, 28) + Short(entry, 30) + Short(entry, 32);
            told += length;
            Skip(buffered, told <= Longest ? length : throw new InvalidDataException($"Its directory has more than {Longest} bytes."));
        }

        file.Position = 0;
        return count;
    }

    private static long StartOf(Stream file)
    {
        var tail = new byte[Math.Min(file.Length, EndLength + LongestComment)];
        var at = file.Length - tail.Length;
        file.Position = at;
        file.ReadExactly(tail);
        for (var place = tail.Length - EndLength; place >= 0; place--)
        {
            var end = tail.AsSpan(place);
            if (BinaryPrimitives.ReadUInt32LittleEndian(end) == EndSignature && Short(end, 20) == end.Length - EndLength)
            {
                var start = BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
                return Within(file, start == uint.MaxValue ? Start64Of(file, at + place - LocatorLength) : start);
            }
        }

        throw new InvalidDataException("It has no directory at its end.");
    }

    private static long Start64Of(Stream file, long locatorAt)
    {
        Span<byte> locator = stackalloc byte[LocatorLength];
        Read(file, locatorAt, locator, End64LocatorSignature);
        Span<byte> end = stackalloc byte[End64Length];
        Read(file, BinaryPrimitives.ReadInt64LittleEndian(locator[8..]), end, End64Signature);
        return BinaryPrimitives.ReadInt64LittleEndian(end[48..]);
    }

    private static void Read(Stream file, long at, Span<byte> record, uint signature)
    {
        file.Position = Within(file, at);
        if (file.ReadAtLeast(record, record.Length, throwOnEndOfStream: false) < record.Length
            || BinaryPrimitives.ReadUInt32LittleEndian(record) != signature)
        {
            throw new InvalidDataException("Its directory is damaged.");
        }
    }

    private static long Within(Stream file, long at) =>
        at >= 0 && at <= file.Length ? at : throw new InvalidDataException("Its directory is damaged.");

    private static int Short(ReadOnlySpan<byte> record, int at) => BinaryPrimitives.ReadUInt16LittleEndian(record[at..]);

    private static void Skip(Stream stream, int count)
    {
        Span<byte> scrap = stackalloc byte[512];
        while (count > 0)
        {
            var read = stream.Read(scrap[..Math.Min(count, scrap.Length)]);
            count -= read > 0 ? read : throw new InvalidDataException("Its directory is damaged.");
        }
    }
}
