using System.Text;
using Switchyard.Compute.Archives;

namespace Switchyard.Compute.Volumes;

public sealed class NrrdTests
{
    private static readonly VolumeSize Size = new(3, 2, 2);

    public static TheoryData<VoxelType, string, bool, bool> Kinds { get; } =
        new(from kind in new[]
            {
                (VoxelType.U8, "uchar"), (VoxelType.I8, "signed char"), (VoxelType.U16, "unsigned short"), (VoxelType.I16, "short"),
                (VoxelType.U32, "uint32_t"), (VoxelType.I32, "int"), (VoxelType.F32, "float"), (VoxelType.F64, "double"),
                (VoxelType.U64, "unsigned long long"), (VoxelType.I64, "int64_t"),
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

    [Theory]
    [InlineData("spacings: 2 3 4\naxis mins: 5 6 7", 6, 7.5, 9)]
    [InlineData("spacings: 2 3 4\naxismins: 5 6 7\naxismaxs: 7 9 11\ncenterings: cell cell ???", 6, 7.5, 9)]
    [InlineData("spacings: 2 3 4\naxis mins: 5 6 7\ncenters: node node node", 5, 6, 7)]
    [InlineData("spacings: 2 3 4\naxis mins: nan nan nan\nunits: \"mm\" \"mm\" \"mm\"", 0, 0, 0)]
    public void Minima_are_the_edges_of_cells_or_the_places_of_nodes(string extra, double x, double y, double z)
    {
        var geometry = Read(extra).Geometry;
        Assert.Equal((new Vector3D(-x, -y, z), new Vector3D(2, 3, 4)), (geometry.Origin, geometry.Spacing));
    }

    [Fact]
    public void Voxels_may_be_packed_with_bzip2()
    {
        var voxels = NiftiTests.Ramp(Size, VoxelType.U8);
        var header = Encoding.ASCII.GetBytes("NRRD00.01\ntype: uchar\ndimension: 3\nsizes: 3 2 2\nencoding: bz2\n\n");
        byte[] file = [.. header, .. Packings.OfBzip2(voxels)];
        Assert.Equal(voxels, SampleFiles.Read(file).Stored);
        Assert.Throws<VolumeFormatException>(() => SampleFiles.Read(file[..^1]));
        Assert.Throws<VolumeFormatException>(() => SampleFiles.Read([.. file, 1]));
        file[^1] ^= 0xFF;
        Assert.Throws<VolumeFormatException>(() => SampleFiles.Read(file));
    }

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
    [InlineData("dimension: 4\nsizes: 3 2 1 2\nkinds: domain domain stub domain")]
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
    [InlineData("space: LPS\nspace directions: (1,0,0) (0,1,0)", "3 vectors")]
    [InlineData("space: LPS\nspace directions: (1,0,0) (0,1,0) none", "three axes")]
    [InlineData("space: LPS\nspace directions: (1,0) (0,1) (0,0)", "three numbers")]
    [InlineData("space: LPS\nspace directions: (1,0,0) (2,0,0) (0,0,1)", "do not span")]
    [InlineData("space: LPS\nspace directions: (1,0,0) (0,1,0) (0,0,1) (0,0,1)", "3 vectors")]
    [InlineData("space directions: (1,0,0) (0,1,0) (0,0,1)", "no space")]
    [InlineData("space origin: (1,2,3)", "no space")]
    [InlineData("space: LPS\nspace origin: (1,2,3)", "three axes")]
    [InlineData("space: LPS\nspace directions: (1,0,0) (0,1,0) (0,0,1)\nspace origin: none", "origin is none")]
    [InlineData("space: left-posterior-inferior\nspace directions: (1,0,0) (0,1,0) (0,0,1)", "left-posterior-inferior")]
    [InlineData("space: LPST\nspace directions: (1,0,0) (0,1,0) (0,0,1)", "LPST")]
    [InlineData("space dimension: 4", "three dimensions")]
    [InlineData("space: LPS\nspace directions: (1,0,0) (0,1,0) (0,0,1)\nspacings: 1 2 3", "both a space and spacings")]
    [InlineData("space: LPS\nspace directions: (1,0,0) (0,1,0) (0,0,1)\naxismins: 1 nan nan", "both a space and axis mins")]
    [InlineData("space: LPS\nspace directions: (1,0,0) (0,1,0) (0,0,1)\nspace units: \"um\" \"um\" \"um\"", "\"um\"")]
    [InlineData("units: \"mm\" \"mm\" \"inch\"", "\"inch\"")]
    [InlineData("units: mm mm mm", "3 texts")]
    [InlineData("axis mins: 1 2 3\naxis maxs: 4 5 6", "must have spacings")]
    [InlineData("spacings: 1 1 1\naxis maxs: 4 5 6", "must have spacings")]
    [InlineData("spacings: 1 1 1\naxis mins: 0 nan 0", "some axes only")]
    [InlineData("spacings: 1 1 1\naxis mins: 0 0 0\naxis maxs: 3 2 9", "not those of")]
    [InlineData("kinds: RGB-color domain domain", "RGB-color")]
    [InlineData("kinds: domain domain list", "list")]
    [InlineData("line skip: 2", "skips")]
    [InlineData("type: block", "block")]
    [InlineData("spacings: 1 1", "3 numbers")]
    [InlineData("nonsense", "without \":\"")]
    public void What_is_not_read_is_named(string extra, string expected)
    {
        var file = SampleFiles.Nrrd(Size, "uint8", 1, new byte[12], false, false, extra);
        Assert.Contains(expected, Assert.Throws<VolumeFormatException>(() => SampleFiles.Read(file)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("encoding: raw", "encoding: hex", "encoding \"hex\"")]
    [InlineData("encoding: raw", "encoding: txt", "encoding \"txt\"")]
    [InlineData("encoding: raw", "encoding: zrl", "encoding \"zrl\"")]
    [InlineData("type: short", "type: block", "type \"block\" is not supported")]
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
