using System.Buffers.Binary;
using System.IO.Compression;

namespace Switchyard.Acceptance.Tickets;

/// <summary>Volumes as the NIfTI-1 standard has them, byte by byte: nothing of the product reads or writes here.</summary>
internal static class Nifti
{
    private const int HeaderLength = 352;
    private const short Int16 = 4;
    private const short UInt8 = 2;

    /// <summary>A cube of signed 16-bit voxels, 0.5 by 0.75 by 1.5 mm, in a place of its own.</summary>
    public static byte[] Write(int edge, Func<int, int, int, short> voxel)
    {
        var file = new byte[HeaderLength + (edge * edge * edge * sizeof(short))];
        Put(0, 348);
        foreach (var (at, value) in new (int, short)[] { (40, 3), (42, (short)edge), (44, (short)edge), (46, (short)edge), (48, 1), (50, 1), (52, 1), (54, 1), (70, Int16), (72, 16), (252, 0), (254, 1) })
        {
            BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(at), value);
        }

        // pixdim, vox_offset, slope, and the three rows of the affine.
        foreach (var (at, value) in new (int, float)[] { (76, 1), (80, 0.5f), (84, 0.75f), (88, 1.5f), (108, HeaderLength), (112, 1), (280, 0.5f), (292, -12), (300, 0.75f), (308, 30), (320, 1.5f), (324, 7) })
        {
            BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(at), value);
        }

        file[123] = 2;
        "n+1\0"u8.CopyTo(file.AsSpan(344));
        var next = HeaderLength;
        for (var z = 0; z < edge; z++)
        {
            for (var y = 0; y < edge; y++)
            {
                for (var x = 0; x < edge; x++, next += sizeof(short))
                {
                    BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(next), voxel(x, y, z));
                }
            }
        }

        return file;

        void Put(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);
    }

    /// <summary>A packed mask of bytes is a cube that lies where those of <see cref="Write"/> do; answers its voxels.</summary>
    public static byte[] ReadMask(byte[] packed, int edge)
    {
        using var file = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress))
        {
            gzip.CopyTo(file);
        }

        var bytes = file.ToArray();
        Assert.Equal("n+1\0"u8, bytes.AsSpan(344, 4));
        Assert.Equal([3, edge, edge, edge], Enumerable.Range(0, 4).Select(i => (int)BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(40 + (2 * i)))));
        Assert.Equal(UInt8, BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(70)));
        float[] affine = [0.5f, 0, 0, -12, 0, 0.75f, 0, 30, 0, 0, 1.5f, 7];
        Assert.Equal(affine, affine.Select((_, i) => BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(280 + (4 * i)))));
        var start = (int)BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(108));
        Assert.Equal(edge * edge * edge, bytes.Length - start);
        return bytes[start..];
    }
}
