using System.Text;
using Switchyard.Compute.Volumes.Files;

namespace Switchyard.Compute.Volumes.MetaImage;

/// <summary>
/// Reads the header of a MetaImage whose voxels are in the same file. Its geometry is LPS, in millimetres unless it says
/// otherwise. Intensity functions are ignored, as ITK ignores them.
/// </summary>
internal static class MetaImageHeader
{
    private static readonly string[] FirstFields = ["ObjectType", "ObjectSubType", "NDims", "Comment", "Name", "ID", "ParentID"];

    public static bool IsStart(ReadOnlySpan<byte> start)
    {
        var end = start.IndexOfAny("=\r\n"u8);
        return end > 0 && start[end] == '='
            && FirstFields.Contains(Encoding.Latin1.GetString(start[..end]).Trim());
    }

    public static VolumeHeader Read(VolumeInput input, VolumeLimits limits)
    {
        var fields = MetaImageFields.Read(input, limits);
        fields.Refuse("ObjectType", value => !Is(value, "Image"), "The MetaImage object is no image.");
        fields.Refuse("BinaryData", value => Is(value, "False"), "A MetaImage of text is not supported.");
        fields.Refuse("ElementNumberOfChannels", value => value != "1", "A MetaImage of several channels is not supported.");
        fields.Refuse("HeaderSize", value => value is not ("0" or "-1"), "A MetaImage with a HeaderSize is not supported.");
        fields.Refuse(MetaImageFields.Last, value => !Is(value, "LOCAL"), "The MetaImage keeps its voxels in another file; store it as one .mha file.");

        var type = MetaImageTypes.TypeOf(fields.Required("ElementType"));
        var compressed = fields.Find("CompressedData") is { } flag && Is(flag, "True");
        return new VolumeHeader
        {
            Size = SizeOf(fields, type, limits),
            Type = type,
            Geometry = GeometryOf(fields),
            BigEndian = fields.Find("BinaryDataByteOrderMSB", "ElementByteOrderMSB") is { } order && Is(order, "True"),
            Encoding = compressed ? VoxelEncoding.Zlib : VoxelEncoding.Raw,
            EncodedBytes = compressed && fields.Find("CompressedDataSize") is { } bytes ? HeaderText.Whole("CompressedDataSize", bytes) : null,
        };
    }

    private static bool Is(string value, string expected) => value.Equals(expected, StringComparison.OrdinalIgnoreCase);

    private static VolumeSize SizeOf(MetaImageFields fields, VoxelType type, VolumeLimits limits)
    {
        var axes = AxesOf(fields);
        var lengths = HeaderText.Wholes("DimSize", fields.Required("DimSize"), axes);
        return axes == 3 || lengths[3] == 1
            ? limits.Accept(lengths[0], lengths[1], lengths[2], type)
            : throw new VolumeFormatException("The MetaImage must have three dimensions.");
    }

    private static int AxesOf(MetaImageFields fields) => fields.Required("NDims") switch
    {
        "3" => 3,
        "4" => 4,
        _ => throw new VolumeFormatException("The MetaImage must have three dimensions."),
    };

    private static VolumeGeometry GeometryOf(MetaImageFields fields)
    {
        var axes = AxesOf(fields);
        var origin = fields.Numbers(axes, "Offset", "Position", "Origin") ?? new double[axes];
        var spacing = fields.Numbers(axes, "ElementSpacing", "ElementSize") ?? [1, 1, 1, 1];

        // The matrix lists the direction of the first axis, then of the second...
        var matrix = fields.Numbers(axes * axes, "TransformMatrix", "Rotation", "Orientation");
        Vector3D Axis(int axis) => (matrix is null
            ? new Vector3D(axis == 0 ? 1 : 0, axis == 1 ? 1 : 0, axis == 2 ? 1 : 0)
            : new Vector3D(matrix[axis * axes], matrix[(axis * axes) + 1], matrix[(axis * axes) + 2])) * spacing[axis];

        var lps = new VolumeGeometry(new(origin[0], origin[1], origin[2]), Axis(0), Axis(1), Axis(2)) { Unit = LengthUnit.Millimetre };
        var geometry = (fields.Find("DistanceUnits") switch
        {
            "um" => lps with { Unit = LengthUnit.Micrometre },
            "cm" => lps.Scaled(10, LengthUnit.Millimetre),
            _ => lps,
        }).Mirrored();
        return geometry.IsUsable ? geometry : throw new VolumeFormatException("The MetaImage's axes do not span space.");
    }
}
