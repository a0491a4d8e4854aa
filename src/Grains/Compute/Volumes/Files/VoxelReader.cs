using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Switchyard.Compute.Volumes.Files;

/// <summary>The voxels after a header: exactly as many bytes as it promised, in this machine's byte order.</summary>
internal static class VoxelReader
{
    private const int Step = 1 << 20;

    public static byte[] Read(VolumeStream input, VolumeHeader header, CancellationToken cancellation)
    {
        if (header.EncodedBytes is { } promised && input.KnowsLength && input.MostRemaining != promised)
        {
            throw new VolumeFormatException($"The header promises {promised} bytes of data, the file has {input.MostRemaining}.");
        }

        using var inflated = header.Encoding == VoxelEncoding.Raw ? null : input.Inflate(header.Encoding);
        var voxels = Fill(inflated ?? input, header.VoxelBytes, cancellation);
        if (header.BigEndian == BitConverter.IsLittleEndian)
        {
            Reverse(voxels, header.Type.Bytes());
        }

        return voxels;
    }

    /// <summary>Turns the byte order of every number around, in place.</summary>
    public static void Reverse(Span<byte> voxels, int width)
    {
        switch (width)
        {
            case 2:
                var shorts = MemoryMarshal.Cast<byte, short>(voxels);
                BinaryPrimitives.ReverseEndianness(shorts, shorts);
                break;
            case 4:
                var ints = MemoryMarshal.Cast<byte, int>(voxels);
                BinaryPrimitives.ReverseEndianness(ints, ints);
                break;
            case 8:
                var longs = MemoryMarshal.Cast<byte, long>(voxels);
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
        }
    }

    private static byte[] Fill(VolumeStream source, int length, CancellationToken cancellation)
    {
        if (source.MostRemaining < length)
        {
            throw TooShort(length);
        }

        var voxels = GC.AllocateUninitializedArray<byte>(length);
        for (var filled = 0; filled < length;)
        {
            cancellation.ThrowIfCancellationRequested();
            var read = source.Read(voxels.AsSpan(filled, Math.Min(Step, length - filled)));
            filled += read > 0 ? read : throw TooShort(length);
        }

        return source.AtEnd ? voxels : throw new VolumeFormatException($"The file goes on after its {length} bytes of voxels.");
    }

    private static VolumeFormatException TooShort(int length) => new($"The file ends before its {length} bytes of voxels do.");
}
