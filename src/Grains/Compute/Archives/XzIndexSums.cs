using System.Buffers.Binary;
using System.IO.Hashing;

namespace Switchyard.Compute.Archives;

/// <summary>What the index of an xz stream must say of the blocks before it, summed up: there may be very many.</summary>
/// <param name="Packed">Bytes in the file, each block filled up to a multiple of four.</param>
/// <param name="Unpacked">Bytes that came of them.</param>
internal readonly record struct XzIndexSums(ulong Blocks, ulong Packed, ulong Unpacked)
{
    private const int Group = 4;

    /// <summary>Two numbers.</summary>
    private const int LongestRecord = 18;

    /// <summary>Reads the index at the source's position, to its end.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or says something else than <paramref name="seen"/>.</exception>
    public static void Require(Stream source, XzIndexSums seen)
    {
        var start = source.Position;
        var index = new byte[checked((int)Math.Min((ulong)(source.Length - start), ((seen.Blocks + 2) * LongestRecord) + Group))];
        source.ReadExactly(index);
        ReadOnlySpan<byte> rest = index.AsSpan(1);
        var said = new XzIndexSums(XzNumber.Take(ref rest), 0, 0);
        if (said.Blocks != seen.Blocks)
        {
            throw Damaged();
        }

        for (var i = 0UL; i < said.Blocks; i++)
        {
            var (packed, unpacked) = (XzNumber.Take(ref rest), XzNumber.Take(ref rest));
            said = said with { Packed = said.Packed + ((packed + 3) & ~3UL), Unpacked = said.Unpacked + unpacked };
        }

        var length = (index.Length - rest.Length + Group - 1) / Group * Group;
        if (said != seen || length + Group > index.Length || !IsChecked(index, length))
        {
            throw Damaged();
        }

        source.Position = start + length + Group;
    }

    private static bool IsChecked(ReadOnlySpan<byte> index, int length) =>
        Crc32.HashToUInt32(index[..length]) == BinaryPrimitives.ReadUInt32LittleEndian(index[length..]);

    private static InvalidDataException Damaged() => new("Its index does not fit its blocks.");
}
