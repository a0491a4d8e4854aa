using System.IO.Compression;
using System.Text;

namespace Switchyard.Compute.Volumes;

public sealed class MetaImageTests
{
    private static readonly VolumeSize Size = new(3, 2, 2);

    public static TheoryData<VoxelType, string, bool, bool> Kinds { get; } =
        new(from kind in new[]
            {
                (VoxelType.U8, "MET_UCHAR"), (VoxelType.I8, "MET_CHAR"), (VoxelType.U16, "MET_USHORT"), (VoxelType.I16, "MET_SHORT"),
                (VoxelType.U32, "MET_UINT"), (VoxelType.I32, "MET_INT"), (VoxelType.F32, "MET_FLOAT"), (VoxelType.F64, "MET_DOUBLE"),
                (VoxelType.U64, "MET_ULONG_LONG"), (VoxelType.I64, "MET_LONG_LONG"),
            }
            from big in new[] { false, true }
            from compressed in new[] { false, true }
            select new TheoryDataRow<VoxelType, string, bool, bool>(kind.Item1, kind.Item2, big, compressed));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_voxel_type_is_read_in_either_byte_order(VoxelType type, string name, bool big, bool compressed)
    {
        var voxels = NiftiTests.Ramp(Size, type);
        var volume = SampleFiles.Read(SampleFiles.MetaImage(Size, name, type.Bytes(), voxels, big, compressed));
        Assert.Equal((Size, type), (volume.Size, volume.Type));
        Assert.Equal(voxels, volume.Stored);
    }

    [Theory]
    [InlineData("TransformMatrix", "Offset", "ElementSpacing")]
    [InlineData("Rotation", "Position", "ElementSpacing")]
    [InlineData("Orientation", "Origin", "ElementSize")]
    public void Directions_are_listed_axis_by_axis_in_LPS(string matrix, string offset, string spacing)
    {
        // The first axis runs to the back (+y in LPS), the second to the right (-x), the third up.
        var geometry = Read($"{matrix} = 0 1 0 -1 0 0 0 0 1\n{offset} = 10 20 30\n{spacing} = 2 3 4").Geometry;
        Assert.Equal(new Vector3D(-10, -20, 30), geometry.Origin);
        Assert.Equal(new Vector3D(0, -2, 0), geometry.AxisX);
        Assert.Equal(new Vector3D(3, 0, 0), geometry.AxisY);
        Assert.Equal(new Vector3D(0, 0, 4), geometry.AxisZ);
    }

    [Fact]
    public void Without_directions_the_axes_run_to_the_left_the_back_and_the_head()
    {
        var geometry = Read("ElementSpacing = 1 2 3").Geometry;
        Assert.Equal((new Vector3D(-1, 0, 0), new Vector3D(0, -2, 0), new Vector3D(0, 0, 3)), (geometry.AxisX, geometry.AxisY, geometry.AxisZ));
        Assert.Equal(LengthUnit.Millimetre, geometry.Unit);
    }

    [Fact]
    public void The_header_is_written_as_ITK_reads_it()
    {
        var geometry = new VolumeGeometry(new(-1.5, -2, 3), new(-0.5, 0, 0), new(0, -0.75, 0), new(0, 0, 2));
        var file = SampleFiles.Write(new Volume(Size, VoxelType.U8, geometry, NiftiTests.Ramp(Size, VoxelType.U8)), VolumeFormat.MetaImage);
        var end = file.AsSpan().IndexOf("LOCAL\n"u8) + 6;
        var data = file[end..];
        Assert.Equal(
            $"""
            ObjectType = Image
            NDims = 3
            BinaryData = True
            BinaryDataByteOrderMSB = False
            CompressedData = True
            CompressedDataSize = {data.Length}
            TransformMatrix = 1 0 0 0 1 0 0 0 1
            Offset = 1.5 2 3
            CenterOfRotation = 0 0 0
            DistanceUnits = mm
            ElementSpacing = 0.5 0.75 2
            DimSize = 3 2 2
            ElementType = MET_UCHAR
            ElementDataFile = LOCAL

            """.ReplaceLineEndings("\n"),
            Encoding.ASCII.GetString(file[..end]));

        using var inflating = new ZLibStream(new MemoryStream(data), CompressionMode.Decompress);
        using var voxels = new MemoryStream();
        inflating.CopyTo(voxels);
        Assert.Equal(NiftiTests.Ramp(Size, VoxelType.U8), voxels.ToArray());
    }

    [Theory]
    [InlineData("CompressedDataSize = 3", true, "promises 3 bytes")]
    [InlineData("ElementNumberOfChannels = 3", false, "several channels")]
    [InlineData("BinaryData = False", false, "text")]
    [InlineData("ObjectType = Tube", false, "no image")]
    [InlineData("NDims = 2", false, "three dimensions")]
    [InlineData("NDims = 4\nDimSize = 1 1 1 2\nElementType = MET_UCHAR\nElementDataFile = LOCAL", false, "three dimensions")]
    [InlineData("ElementSpacing = 0 1 1", false, "do not span")]
    [InlineData("TransformMatrix = 1 0 0 1 0 0 0 0 1", false, "do not span")]
    [InlineData("Offset = 1 2", false, "3 numbers")]
    [InlineData("Offset = 1 2 x", false, "must be a number")]
    [InlineData("Offset = 1 2 NaN", false, "must be a number")]
    [InlineData("ElementDataFile = volume.raw", false, "another file")]
    [InlineData("BinaryData = 0", false, "text")]
    [InlineData("ElementDataFile = LIST", false, "another file")]
    [InlineData("ElementDataFile = slice%03d.raw 1 9 1", false, "another file")]
    [InlineData("HeaderSize = 40", false, "HeaderSize")]
    [InlineData("ElementType = MET_UCHAR_ARRAY\nElementDataFile = LOCAL", false, "MET_UCHAR_ARRAY")]
    [InlineData("Offset = 1 2 3\nOrigin = 1 2 4", false, "contradicts itself: Origin")]
    [InlineData("Rotation = 1 0 0 0 1 0 0 0 1\nTransformMatrix = 0 1 0 -1 0 0 0 0 1", false, "contradicts itself")]
    [InlineData("ElementByteOrderMSB = True", false, "contradicts itself: ElementByteOrderMSB")]
    [InlineData("TransformMatrix = 0 1 0 -1 0 0 0 0 1\nCenterOfRotation = 0 5 0", false, "CenterOfRotation")]
    [InlineData("AnatomicalOrientation = RAS", false, "AnatomicalOrientation")]
    [InlineData("DistanceUnits = um", false, "other units than mm")]
    [InlineData("DistanceUnits = cm", false, "other units than mm")]
    [InlineData("nonsense", false, "without \"=\"")]
    public void What_is_not_read_is_named(string extra, bool compressed, string expected)
    {
        var file = SampleFiles.MetaImage(Size, "MET_UCHAR", 1, new byte[12], false, compressed, extra);
        Assert.Contains(expected, Assert.Throws<VolumeFormatException>(() => SampleFiles.Read(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fourth_axis_of_one_voxel_is_accepted()
    {
        var header = "NDims = 4\nDimSize = 2 1 1 1\nOffset = 1 2 3 0\nElementSpacing = 1 1 1 1\n"
            + "TransformMatrix = 1 0 0 0 0 1 0 0 0 0 1 0 0 0 0 1\nElementType = MET_UCHAR\r\nElementDataFile = LOCAL\r\n";
        var volume = SampleFiles.Read([.. Encoding.ASCII.GetBytes(header), 5, 6]);
        Assert.Equal((new VolumeSize(2, 1, 1), 6.0, new Vector3D(-1, -2, 3)), (volume.Size, volume[1, 0, 0], volume.Geometry.Origin));
    }

    [Theory]
    [InlineData("AnatomicalOrientation = ASL\nTransformMatrix = 1 0 0 0 1 0 0 0 1\nCenterOfRotation = 9 9 9")]
    [InlineData("AnatomicalOrientation = RAI")]
    [InlineData("AnatomicalOrientation = ???\nDistanceUnits = ?")]
    [InlineData("ElementSize = 5 5 5\nElementSpacing = 1 1 1\nOffset = 0 0 0\nOrigin = 0 0 0\nPosition = 0 0 0")]
    public void What_places_nothing_or_says_the_same_is_taken(string extra)
    {
        var geometry = Read(extra).Geometry;
        Assert.Equal((new Vector3D(-1, 0, 0), new Vector3D(0, -1, 0), new Vector3D(0, 0, 1)), (geometry.AxisX, geometry.AxisY, geometry.AxisZ));
        Assert.Equal(default, geometry.Origin);
    }

    [Fact]
    public void Nothing_follows_what_is_compressed()
    {
        var file = SampleFiles.MetaImage(Size, "MET_UCHAR", 1, new byte[12], false, true);
        Assert.Equal(Size, SampleFiles.Read(file).Size);
        Assert.Throws<VolumeFormatException>(() => SampleFiles.Read([.. file, 0]));
        Assert.Throws<VolumeFormatException>(() => SampleFiles.Read(file[..^1]));
        file[^1] ^= 1;
        Assert.Throws<VolumeFormatException>(() => SampleFiles.Read(file));
    }

    private static Volume Read(string extra) =>
        SampleFiles.Read(SampleFiles.MetaImage(new(1, 1, 1), "MET_UCHAR", 1, [1], false, false, extra));
}
