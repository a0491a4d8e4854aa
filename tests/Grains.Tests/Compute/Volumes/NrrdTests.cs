using System.Text;

namespace Switchyard.Compute.Volumes;

public sealed class NrrdTests
{
    private static readonly VolumeSize Size = new(3, 2, 2);

    public static TheoryData<VoxelType, string, bool, bool> Kinds { get; } =
        new(from kind in new[]
            {
                (VoxelType.U8, "uchar"), (VoxelType.I8, "signed char"), (VoxelType.U16, "unsigned short"), (VoxelType.I16, "short"),
                (VoxelType.U32, "uint32_t"), (VoxelType.I32, "int"), (VoxelType.F32, "float"), (VoxelType.F64, "double"),
            }
            from big in new[] { false, true }
            from compressed in new[] { false, true }
            select new TheoryDataRow<VoxelType, string, bool, bool>(kind.Item1, kind.Item2, big, compressed));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_voxel_type_is_read_in_either_byte_order(VoxelType type, string name, bool big, bool compressed)
    {
        var voxels = NiftiTests.Ramp(Size, type);
        var volume = SampleFiles.Read(SampleFiles.Nrrd(Size, name, type.Bytes(), voxels, big, compressed));
        Assert.Equal((Size, type), (volume.Size, volume.Type));
        Assert.Equal(voxels, volume.Stored);
    }

    [Theory]
    [InlineData("left-posterior-superior", -1, -1)]
    [InlineData("LPS", -1, -1)]
    [InlineData("right-anterior-superior", 1, 1)]
    [InlineData("LAS", -1, 1)]
    [InlineData("3D-right-handed", -1, -1)]
    public void Directions_are_turned_into_RAS(string space, int x, int y)
    {
        var geometry = Read($"space: {space}\nspace directions: (1, 2, 0) (-2,1,0) (0,0,3)\nspace origin: (4,5,6)\nspace units: \"mm\" \"mm\" \"mm\"").Geometry;
        Assert.Equal(new Vector3D(4 * x, 5 * y, 6), geometry.Origin);
        Assert.Equal(new Vector3D(x, 2 * y, 0), geometry.AxisX);
        Assert.Equal(new Vector3D(-2 * x, y, 0), geometry.AxisY);
        Assert.Equal(new Vector3D(0, 0, 3), geometry.AxisZ);
        Assert.Equal(LengthUnit.Millimetre, geometry.Unit);
    }

    [Fact]
    public void Spacings_stand_in_for_directions() =>
        Assert.Equal(new Vector3D(1, 2.5, 1), Read("spacings: 1 2.5 nan").Geometry.Spacing);

    [Fact]
    public void The_header_is_written_as_the_format_says()
    {
        var geometry = new VolumeGeometry(new(-1.5, -2, 3), new(-0.5, 0, 0), new(0, -0.75, 0), new(0, 0, 2)) { Unit = LengthUnit.Millimetre };
        var file = SampleFiles.Write(new Volume(Size, VoxelType.I16, geometry, NiftiTests.Ramp(Size, VoxelType.I16)), VolumeFormat.Nrrd);
        var end = file.AsSpan().IndexOf("\n\n"u8) + 2;
        Assert.Equal(
            """
            NRRD0004
            type: int16
            dimension: 3
            space: left-posterior-superior
            sizes: 3 2 2
            space directions: (0.5,0,0) (0,0.75,0) (0,0,2)
            kinds: domain domain domain
            endian: little
            encoding: gzip
            space units: "mm" "mm" "mm"
            space origin: (1.5,2,3)


            """.ReplaceLineEndings("\n"),
            Encoding.ASCII.GetString(file[..end]));
        Assert.Equal(NiftiTests.Ramp(Size, VoxelType.I16), SampleFiles.Gunzip(file[end..]));
    }

    [Theory]
    [InlineData("dimension: 4\nsizes: 1 3 2 2\nspace: LPS\nspace directions: none (1,0,0) (0,1,0) (0,0,1)\nkinds: vector domain domain domain")]
    [InlineData("dimension: 4\nsizes: 3 2 2 1\nspacings: 1 1 1 nan")]
    public void A_fourth_axis_of_one_voxel_is_dropped(string extra)
    {
        var volume = SampleFiles.Read(SampleFiles.Nrrd(Size, "uint8", 1, NiftiTests.Ramp(Size, VoxelType.U8), false, false, extra));
        Assert.Equal((Size, new Vector3D(1, 1, 1)), (volume.Size, volume.Geometry.Spacing));
    }

    [Theory]
    [InlineData("dimension: 4\nsizes: 3 2 1 2", "three dimensions")]
    [InlineData("dimension: 2", "three dimensions")]
    [InlineData("data file: volume.raw", "another file")]
    [InlineData("byte skip: -1", "skips")]
    [InlineData("space directions: (1,0,0) (0,1,0)", "3 vectors")]
    [InlineData("space directions: (1,0,0) (0,1,0) none", "three axes")]
    [InlineData("space directions: (1,0) (0,1) (0,0)", "three numbers")]
    [InlineData("space directions: (1,0,0) (2,0,0) (0,0,1)", "do not span")]
    [InlineData("space directions: (1,0,0) (0,1,0) (0,0,1) (0,0,1)", "3 vectors")]
    [InlineData("spacings: 1 1", "3 numbers")]
    [InlineData("nonsense", "without \":\"")]
    public void What_is_not_read_is_named(string extra, string expected)
    {
        var file = SampleFiles.Nrrd(Size, "uint8", 1, new byte[12], false, false, extra);
        Assert.Contains(expected, Assert.Throws<VolumeFormatException>(() => SampleFiles.Read(file)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("encoding: raw", "encoding: bzip2", "encoding")]
    [InlineData("type: short", "type: block", "type is not supported")]
    [InlineData("endian: little\n", "", "no endian")]
    [InlineData("sizes: 3 2 2\n", "", "no sizes")]
    public void A_header_that_cannot_be_followed_is_named(string field, string replacement, string expected)
    {
        var file = Encoding.Latin1.GetString(SampleFiles.Nrrd(Size, "short", 2, new byte[24], false, false));
        var changed = Encoding.Latin1.GetBytes(file.Replace(field, replacement, StringComparison.Ordinal));
        Assert.Contains(expected, Assert.Throws<VolumeFormatException>(() => SampleFiles.Read(changed)).Message, StringComparison.Ordinal);
    }

    private static Volume Read(string extra) =>
        SampleFiles.Read(SampleFiles.Nrrd(new(1, 1, 1), "uint8", 1, [1], false, false, extra));
}
