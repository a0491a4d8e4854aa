using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Switchyard.Compute.Volumes;

/// <summary>
/// Files built from the formats' specifications alone, by byte offset and field name, to be read by the readers: nothing here
/// uses the code under test. Voxels are given in little endian.
/// </summary>
internal static class SampleFiles
{
    /// <summary>A NIfTI-1 file with spacing 1 in which <paramref name="edit"/> sets what matters to the test.</summary>
    public static byte[] Nifti(VolumeSize size, short datatype, int width, byte[] voxels, bool big, Action<NiftiFile>? edit = null)
    {
        var file = new NiftiFile(big);
        file.Int(0, 348);
        file.Shorts(40, 3, (short)size.X, (short)size.Y, (short)size.Z, 1, 1, 1, 1);
        file.Shorts(70, datatype, (short)(8 * width));
        file.Floats(76, 1, 1, 1, 1);
        file.Floats(108, 352);
        "n+1\0"u8.CopyTo(file.Header.AsSpan(344));
        edit?.Invoke(file);
        return [.. file.Header, .. file.Extension, .. InOrder(voxels, width, big)];
    }

    public static byte[] MetaImage(VolumeSize size, string elementType, int width, byte[] voxels, bool big, bool compressed, string extra = "")
    {
        var ordered = InOrder(voxels, width, big);
        byte[] data = compressed ? Zlib(ordered) : ordered;
        var header = Invariant($"""
            ObjectType = Image
            NDims = 3
            BinaryData = True
            BinaryDataByteOrderMSB = {(big ? "True" : "False")}
            CompressedData = {(compressed ? "True" : "False")}
            {extra}
            DimSize = {size.X} {size.Y} {size.Z}
            ElementType = {elementType}
            ElementDataFile = LOCAL

            """);
        return [.. header, .. data];
    }

    public static byte[] Nrrd(VolumeSize size, string type, int width, byte[] voxels, bool big, bool compressed, string extra = "")
    {
        var ordered = InOrder(voxels, width, big);
        byte[] data = compressed ? Gzip(ordered) : ordered;
        var header = Invariant($"""
            NRRD0005
            # made by hand
            type: {type}
            dimension: 3
            sizes: {size.X} {size.Y} {size.Z}
            {extra}
            endian: {(big ? "big" : "little")}
            encoding: {(compressed ? "gzip" : "raw")}
            author:=a:key of the user


            """);
        return [.. header, .. data];
    }

    public static byte[] Gzip(byte[] bytes) => Deflated(bytes, stream => new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true));

    public static byte[] Zlib(byte[] bytes) => Deflated(bytes, stream => new ZLibStream(stream, CompressionLevel.Optimal, leaveOpen: true));

    public static byte[] Gunzip(byte[] bytes)
    {
        using var inflating = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        inflating.CopyTo(plain);
        return plain.ToArray();
    }

    public static Volume Read(byte[] file, VolumeLimits? limits = null) =>
        VolumeFile.Read(new MemoryStream(file), limits, TestContext.Current.CancellationToken);

    public static byte[] Write(Volume volume, VolumeFormat format)
    {
        using var file = new MemoryStream();
        VolumeFile.Write(volume, format, file, TestContext.Current.CancellationToken);
        return file.ToArray();
    }

    // An empty line stands for a field that is not there.
    private static byte[] Invariant(FormattableString text) =>
        Encoding.ASCII.GetBytes(text.ToString(CultureInfo.InvariantCulture).ReplaceLineEndings("\n").Replace("\n\nDim", "\nDim", StringComparison.Ordinal).Replace("\n\nendian", "\nendian", StringComparison.Ordinal));

    private static byte[] InOrder(byte[] voxels, int width, bool big) =>
        big ? [.. voxels.Chunk(width).SelectMany(Enumerable.Reverse)] : voxels;

    private static byte[] Deflated(byte[] bytes, Func<Stream, Stream> deflate)
    {
        using var packed = new MemoryStream();
        using (var deflating = deflate(packed))
        {
            deflating.Write(bytes);
        }

        return packed.ToArray();
    }
}

/// <summary>A NIfTI-1 header under construction.</summary>
internal sealed class NiftiFile(bool big)
{
    public byte[] Header { get; } = new byte[348];

    /// <summary>What lies between header and voxels; four zero bytes say that there is no extension.</summary>
    public byte[] Extension { get; set; } = new byte[4];

    public void Int(int offset, int value)
    {
        var place = Header.AsSpan(offset);
        if (big)
        {
            BinaryPrimitives.WriteInt32BigEndian(place, value);
        }
        else
        {
            BinaryPrimitives.WriteInt32LittleEndian(place, value);
        }
    }

    public void Shorts(int offset, params short[] values)
    {
        foreach (var (i, value) in values.Index())
        {
            var bytes = BitConverter.GetBytes(value);
            Put(offset + (2 * i), bytes);
        }
    }

    public void Floats(int offset, params float[] values)
    {
        foreach (var (i, value) in values.Index())
        {
            Put(offset + (4 * i), BitConverter.GetBytes(value));
        }
    }

    private void Put(int offset, byte[] machineOrder)
    {
        if (BitConverter.IsLittleEndian == big)
        {
            Array.Reverse(machineOrder);
        }

        machineOrder.CopyTo(Header, offset);
    }
}
