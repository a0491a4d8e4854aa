using System.Buffers.Binary;

namespace Switchyard.Compute.Volumes;

public sealed class NiftiTests
{
    private static readonly VolumeSize Size = new(3, 2, 2);

    public static TheoryData<VoxelType, short, bool, bool> Kinds { get; } =
        new(from kind in new (VoxelType Type, short Code)[]
            {
                (VoxelType.U8, 2), (VoxelType.I16, 4), (VoxelType.I32, 8), (VoxelType.F32, 16),
                (VoxelType.F64, 64), (VoxelType.I8, 256), (VoxelType.U16, 512), (VoxelType.U32, 768), (VoxelType.I64, 1024), (VoxelType.U64, 1280),
            }
            from big in new[] { false, true }
            from gzip in new[] { false, true }
            select new TheoryDataRow<VoxelType, short, bool, bool>(kind.Type, kind.Code, big, gzip));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_voxel_type_is_read_in_either_byte_order(VoxelType type, short code, bool big, bool gzip)
    {
        var voxels = Ramp(Size, type);
        var file = SampleFiles.Nifti(Size, code, type.Bytes(), voxels, big);
        var volume = SampleFiles.Read(gzip ? SampleFiles.Gzip(file) : file);
        Assert.Equal((Size, type), (volume.Size, volume.Type));
        Assert.Equal(voxels, volume.Stored);
    }

    [Fact]
    public void The_header_is_written_field_by_field_as_the_standard_says()
    {
        // First axis to the back, second to the left, third up: a quarter turn about z, b = c = 0, d = -sqrt(1/2), then handed.
        var geometry = new VolumeGeometry(new(10, -20, 30), new(0, -2, 0), new(-3, 0, 0), new(0, 0, 4))
        {
            Unit = LengthUnit.Millimetre,
            Space = CoordinateSpace.Aligned,
        };
        var volume = new Volume(Size, VoxelType.I16, geometry, Ramp(Size, VoxelType.I16), new(2, 5));
        var file = SampleFiles.Gunzip(SampleFiles.Write(volume, VolumeFormat.Nifti));

        Assert.Equal(352 + 24, file.Length);
        Assert.Equal(348, BinaryPrimitives.ReadInt32LittleEndian(file));
        Assert.Equal<short>([3, 3, 2, 2, 1, 1, 1, 1], Shorts(file, 40, 8));
        Assert.Equal<short>([4, 16], Shorts(file, 70, 2));
        Assert.Equal([-1, 2, 3, 4], Floats(file, 76, 4));
        Assert.Equal([352, 2, 5], Floats(file, 108, 3));
        Assert.Equal(2, file[123]);
        Assert.Equal<short>([2, 2], Shorts(file, 252, 2));
        Assert.Equal([0, -3, 0, 10], Floats(file, 280, 4));
        Assert.Equal([-2, 0, 0, -20], Floats(file, 296, 4));
        Assert.Equal([0, 0, 4, 30], Floats(file, 312, 4));
        Assert.Equal([10, -20, 30], Floats(file, 268, 3));
        Assert.Equal("n+1\0"u8.ToArray(), file[344..348]);
        Assert.Equal([0, 0, 0, 0], file[348..352]);
        Assert.Equal(volume.Stored, file.AsSpan(352));

        // The quaternion turns x to -y and, with the sign of pixdim[0], z to -(-z).
        Assert.Equal([0.70710678f, -0.70710678f, 0], Floats(file, 256, 3), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void The_sform_goes_before_the_qform_and_both_before_spacings()
    {
        var file = SampleFiles.Nifti(new(1, 1, 1), 2, 1, [1], false, nifti =>
        {
            nifti.Floats(76, 1, 2, 2, 2);
            nifti.Shorts(252, 1, 4);
            nifti.Floats(268, 5, 6, 7);
            nifti.Floats(280, 3, 0, 0, 8, 0, 3, 0, 9, 0, 0, 3, 10);
        });
        var both = SampleFiles.Read(file).Geometry;
        Assert.Equal((new Vector3D(8, 9, 10), new Vector3D(3, 3, 3), CoordinateSpace.Mni152), (both.Origin, both.Spacing, both.Space));

        file[254] = 0;
        var qform = SampleFiles.Read(file).Geometry;
        Assert.Equal((new Vector3D(5, 6, 7), new Vector3D(2, 2, 2), CoordinateSpace.Scanner), (qform.Origin, qform.Spacing, qform.Space));

        file[252] = 0;
        var bare = SampleFiles.Read(file).Geometry;
        Assert.Equal((new Vector3D(0, 0, 0), new Vector3D(2, 2, 2), CoordinateSpace.Unknown), (bare.Origin, bare.Spacing, bare.Space));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void A_qform_turns_by_its_quaternion_and_mirrors_by_pixdim_zero(int handedness)
    {
        // A quarter turn about x: d = 0, b = sqrt(1/2); y becomes z, z becomes -y.
        var half = (float)Math.Sqrt(0.5);
        var geometry = SampleFiles.Read(SampleFiles.Nifti(new(1, 1, 1), 2, 1, [1], true, nifti =>
        {
            nifti.Floats(76, handedness, 2, 3, 4);
            nifti.Shorts(252, 1);
            nifti.Floats(256, half, 0, 0);
        })).Geometry;
        Assert.True(SampleVolumes.Near(geometry.AxisX, new(2, 0, 0), 1e-6));
        Assert.True(SampleVolumes.Near(geometry.AxisY, new(0, 0, 3), 1e-6));
        Assert.True(SampleVolumes.Near(geometry.AxisZ, new(0, -4 * handedness, 0), 1e-6));
    }

    [Fact]
    public void A_singular_sform_counts_as_absent()
    {
        var file = SampleFiles.Nifti(new(1, 1, 1), 2, 1, [1], false, nifti => nifti.Shorts(254, 1));
        Assert.Equal(new Vector3D(1, 1, 1), SampleFiles.Read(file).Geometry.Spacing);
    }

    [Theory]
    [InlineData(2, 10, 2, 10)]
    [InlineData(0, 10, 1, 0)]
    [InlineData(float.NaN, 0, 1, 0)]
    [InlineData(1, float.PositiveInfinity, 1, 0)]
    public void Stored_numbers_are_scaled_unless_the_slope_says_nothing(float slope, float intercept, double expected, double shift)
    {
        var volume = SampleFiles.Read(SampleFiles.Nifti(new(1, 1, 1), 2, 1, [7], false, nifti => nifti.Floats(112, slope, intercept)));
        Assert.Equal(new IntensityScale(expected, shift), volume.Scale);
        Assert.Equal((7 * expected) + shift, volume[0, 0, 0]);
    }

    [Fact]
    public void Extensions_before_the_voxels_are_passed_over()
    {
        var file = SampleFiles.Nifti(new(1, 1, 1), 2, 1, [9], false, nifti =>
        {
            nifti.Floats(108, 352 + 3200);
            nifti.Extension = [1, 0, 0, 0, .. new byte[3200]];
        });
        Assert.Equal(9, SampleFiles.Read(file)[0, 0, 0]);
    }

    [Fact]
    public void A_fourth_axis_of_one_voxel_is_accepted_and_units_of_time_are_not_taken_for_space()
    {
        var volume = SampleFiles.Read(SampleFiles.Nifti(new(1, 1, 1), 2, 1, [9], false, nifti =>
        {
            nifti.Shorts(40, 4);
            nifti.Header[123] = 2 | 8;
        }));
        Assert.Equal(LengthUnit.Millimetre, volume.Geometry.Unit);
    }

    [Theory]
    [InlineData(344, (byte)'n', (byte)'i', "pair")]
    [InlineData(40, 4, 0, "three dimensions")]
    [InlineData(40, 2, 0, "three dimensions")]
    [InlineData(70, 128, 0, "datatype 128 (RGB24)")]
    [InlineData(70, 0, 6, "datatype 1536 (float128)")]
    [InlineData(42, 0, 0, "each axis")]
    [InlineData(43, 0xFF, 0xFF, "each axis")]
    [InlineData(111, 0x7F, 0, "cannot start")]
    public void What_is_not_read_is_named(int offset, byte value, byte next, string expected)
    {
        var file = SampleFiles.Nifti(Size, 2, 1, new byte[12], false, nifti =>
        {
            nifti.Shorts(48, 2);
            nifti.Header[offset] = value;
            nifti.Header[offset + 1] = next == 0 ? nifti.Header[offset + 1] : next;
        });
        Assert.Contains(expected, Assert.Throws<VolumeFormatException>(() => SampleFiles.Read(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nifti_2_is_named()
    {
        byte[] file = [0x1C, 0x02, 0, 0, .. "n+2\0\r\n\x1a\n"u8, .. new byte[600]];
        Assert.Contains("NIfTI-2", Assert.Throws<VolumeFormatException>(() => SampleFiles.Read(file)).Message, StringComparison.Ordinal);
    }

    internal static byte[] Ramp(VolumeSize size, VoxelType type) =>
        [.. Enumerable.Range(0, (int)size.Count * type.Bytes()).Select(i => (byte)(i * 37))];

    private static short[] Shorts(byte[] file, int offset, int count) =>
        [.. Enumerable.Range(0, count).Select(i => BinaryPrimitives.ReadInt16LittleEndian(file.AsSpan(offset + (2 * i))))];

    private static float[] Floats(byte[] file, int offset, int count) =>
        [.. Enumerable.Range(0, count).Select(i => BinaryPrimitives.ReadSingleLittleEndian(file.AsSpan(offset + (4 * i))))];
}
