namespace Switchyard.Compute.Archives;

/// <summary>What must be known of an xz block before a library takes memory for it.</summary>
/// <param name="Memory">The dictionary's bytes.</param>
internal readonly record struct XzBlockHeader(long Memory)
{
    private const int Lzma2 = 0x21;

    /// <summary>Reads it and goes back to its start; null where the index begins.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static XzBlockHeader? Read(Stream source)
    {
        var length = source.ReadByte();
        if (length <= 0)
        {
            source.Position -= length == 0 ? 1 : 0;
            return length == 0 ? null : throw new InvalidDataException("It ends too early.");
        }

        Span<byte> header = stackalloc byte[((length + 1) * 4) - 1];
        var got = source.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        source.Position -= got + 1;
        return got == header.Length ? new XzBlockHeader(MemoryOf(header)) : throw new InvalidDataException("It ends too early.");
    }

    private static long MemoryOf(ReadOnlySpan<byte> header)
    {
        var flags = header[0];
        var rest = header[1..];
        for (var sizes = (flags >> 6 & 1) + (flags >> 7); sizes > 0; sizes--)
        {
            _ = XzNumber.Take(ref rest);
        }

        var memory = 0L;
        for (var filters = (flags & 3) + 1; filters > 0; filters--)
        {
            var (id, length) = (XzNumber.Take(ref rest), XzNumber.Take(ref rest));
            if (length > (ulong)rest.Length)
            {
                throw new InvalidDataException("A block's header is damaged.");
            }

            memory += id == Lzma2 && length == 1
                ? DictionaryOf(rest[0])
                : throw new InvalidDataException("It is packed with a filter that is not read here.");
            rest = rest[(int)length..];
        }

        return memory;
    }

    /// <summary>Two bits of mantissa and an exponent.</summary>
    private static long DictionaryOf(byte code) => code > 40
        ? throw new InvalidDataException("A block's header is damaged.")
        : (2L | (uint)(code & 1)) << ((code >> 1) + 11);
}
