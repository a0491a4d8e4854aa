using System.Buffers.Binary;
using Switchyard.Compute.Archives;
using Switchyard.Compute.Volumes.Segmentation;

namespace Switchyard.Compute.Volumes;

/// <summary>A mask lies where its volume lies, for every reader: whichever of the numbers of a NIfTI header it believes.</summary>
public sealed class PlacementTests
{
    private static readonly VolumeSize Size = new(3, 2, 2);

    /// <summary>Where a NIfTI-1 header says where the voxels lie and when they were taken: offset, width of a number, how many.</summary>
    private static readonly (int Offset, int Width, int Count)[] Placing =
    [
        (39, 1, 1), (40, 2, 8), (74, 2, 1), (76, 4, 8), (120, 2, 1), (122, 1, 2), (132, 4, 2), (252, 2, 2), (256, 4, 18),
    ];

    public static TheoryData<string, bool> Headers { get; } = new(
        from name in new[] { "two spaces", "qform alone", "sform alone", "no matrix", "no handedness", "left-handed", "sheared", "unknown codes", "micrometres", "four axes" }
        from big in new[] { false, true }
        select new TheoryDataRow<string, bool>(name, big));

    [Theory]
    [MemberData(nameof(Headers))]
    public void Every_placing_bit_of_a_nifti_header_is_kept(string name, bool big)
    {
        var sent = SampleFiles.Nifti(Size, 2, 1, [0, 0, 9, 9, 0, 0, 9, 9, 0, 0, 9, 9], big, nifti => Place(name, nifti));

        var mask = Unpack(SampleFiles.Write(ThresholdSegmentation.Segment(SampleFiles.Read(sent), false, TestContext.Current.CancellationToken).Mask, VolumeFormat.Nifti));

        Assert.All(Placing, field =>
        {
            var (offset, width, count) = field;
            var expected = sent[offset..(offset + (width * count))];
            Assert.Equal(big ? [.. expected.Chunk(width).SelectMany(Enumerable.Reverse)] : expected, mask[offset..(offset + (width * count))]);
        });
        Assert.Equal((348, 2, 8), (BinaryPrimitives.ReadInt32LittleEndian(mask), BinaryPrimitives.ReadInt16LittleEndian(mask.AsSpan(70)), BinaryPrimitives.ReadInt16LittleEndian(mask.AsSpan(72))));
        Assert.Equal((352f, 1f, 0f), (Float(mask, 108), Float(mask, 112), Float(mask, 116)));
        Assert.Equal([0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1], mask[352..]);
    }

    [Fact]
    public void Of_another_format_both_matrices_say_the_same()
    {
        var sent = SampleFiles.MetaImage(Size, "MET_UCHAR", 1, [0, 0, 9, 9, 0, 0, 9, 9, 0, 0, 9, 9], false, false, "TransformMatrix = 0 1 0 -1 0 0 0 0 1\nOffset = 10 20 30\nElementSpacing = 2 3 4");

        var mask = Unpack(SampleFiles.Write(ThresholdSegmentation.Segment(SampleFiles.Read(sent), false, TestContext.Current.CancellationToken).Mask, VolumeFormat.Nifti));

        Assert.Equal([1, 1], new[] { 252, 254 }.Select(offset => BinaryPrimitives.ReadInt16LittleEndian(mask.AsSpan(offset))));
        Assert.Equal([0, 3, 0, -10, -2, 0, 0, -20, 0, 0, 4, 30], Enumerable.Range(0, 12).Select(i => Float(mask, 280 + (4 * i))));
        Assert.Equal([-10, -20, 30], Enumerable.Range(0, 3).Select(i => Float(mask, 268 + (4 * i))));
    }

    [Fact]
    public void Nothing_follows_a_packed_nifti_and_none_of_it_is_damaged()
    {
        var packed = SampleFiles.Gzip(SampleFiles.Nifti(Size, 2, 1, new byte[12], false));
        Assert.Equal(Size, SampleFiles.Read(packed).Size);
        Assert.Equal(Size, SampleFiles.Read(Packings.OfBzip2(SampleFiles.Nifti(Size, 2, 1, new byte[12], false))).Size);
        Assert.Throws<VolumeFormatException>(() => SampleFiles.Read([.. packed, 1]));
        Assert.Throws<VolumeFormatException>(() => SampleFiles.Read([.. packed, .. SampleFiles.Gzip([0])[..^1]]));
        packed[^6] ^= 1;
        Assert.Throws<VolumeFormatException>(() => SampleFiles.Read(packed));
    }

    [Theory]
    [InlineData(new byte[] { 0x28, 0xB5, 0x2F, 0xFD }, "zstd")]
    [InlineData(new byte[] { 0xFD, 0x37, 0x7A, 0x58, 0x5A, 0 }, "xz")]
    public void Other_packings_are_named(byte[] start, string expected) => Assert.Contains(
        expected, Assert.Throws<VolumeFormatException>(() => SampleFiles.Read([.. start, .. new byte[400]])).Message, StringComparison.Ordinal);

    [Fact]
    public void An_analyze_header_is_named()
    {
        var file = SampleFiles.Nifti(Size, 2, 1, [], false, nifti => nifti.Header.AsSpan(344).Clear());
        Assert.Contains("ANALYZE", Assert.Throws<VolumeFormatException>(() => SampleFiles.Read(file)).Message, StringComparison.Ordinal);
    }

    private static void Place(string name, NiftiFile nifti)
    {
        var half = (float)Math.Sqrt(0.5);
        nifti.Header[39] = 0x39;
        nifti.Header[122] = 3;
        nifti.Header[123] = (byte)(name == "micrometres" ? 3 : 2 | 8);
        nifti.Shorts(74, 1);
        nifti.Shorts(120, 5);
        nifti.Floats(132, 0.25f, 7);
        nifti.Floats(76, name switch { "no handedness" or "no matrix" => 0, "left-handed" => -1, _ => 1 }, 2, 3, 4, 1.5f, 0, 0, float.NaN);
        nifti.Floats(256, half, 0, 0, 10.1f, 20.2f, 30.3f);
        nifti.Floats(280, 0, name == "sheared" ? 2 : 3, 0, -5, -2, 1, 0, 6, 0, 0, 4, 7);
        var (qform, sform) = name switch
        {
            "qform alone" or "no handedness" or "left-handed" => (1, 0),
            "sform alone" => (0, 2),
            "no matrix" => (0, 0),
            "unknown codes" => (9, -3),
            _ => (1, 4),
        };
        nifti.Shorts(252, (short)qform, (short)sform);
        if (name == "four axes")
        {
            nifti.Shorts(40, 4);
        }
    }

    private static float Float(byte[] file, int offset) => BinaryPrimitives.ReadSingleLittleEndian(file.AsSpan(offset));

    private static byte[] Unpack(byte[] packed) => SampleFiles.Gunzip(packed);
}
