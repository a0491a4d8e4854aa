using System.Text;
using Switchyard.Compute.Volumes.Files;

namespace Switchyard.Compute.Volumes.MetaImage;

/// <summary>
/// Reads the header of a MetaImage whose voxels are in the same file; where they lie, <see cref="MetaImagePlace"/> says. Intensity
/// functions are ignored, as ITK ignores them.
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

    public static VolumeHeader Read(VolumeStream input, VolumeLimits limits)
    {
        var fields = MetaImageFields.Read(input, limits);
        fields.Refuse("ObjectType", value => !Is(value, "Image"), "The MetaImage object is no image.");
        fields.Refuse("BinaryData", value => !IsTrue(value), "A MetaImage of text is not supported.");
        fields.Refuse("ElementNumberOfChannels", value => value != "1", "A MetaImage of several channels is not supported.");
        fields.Refuse("HeaderSize", value => value is not ("0" or "-1"), "A MetaImage with a HeaderSize is not supported.");
        fields.Refuse(MetaImageFields.Last, value => !Is(value, "LOCAL"), "The MetaImage keeps its voxels in another file; store it as one .mha file.");

        var type = MetaImageTypes.TypeOf(fields.Required("ElementType"));
        var compressed = fields.Find("CompressedData") is { } flag && IsTrue(flag);
        return new VolumeHeader
        {
            Size = SizeOf(fields, type, limits),
            Type = type,
            Geometry = MetaImagePlace.Read(fields, AxesOf(fields)),
            BigEndian = fields.FindOne("BinaryDataByteOrderMSB", "ElementByteOrderMSB") is { } order && IsTrue(order),
            Encoding = compressed ? VoxelEncoding.Zlib : VoxelEncoding.Raw,
            EncodedBytes = compressed && fields.Find("CompressedDataSize") is { } bytes ? HeaderText.Whole("CompressedDataSize", bytes) : null,
        };
    }

    /// <summary>As MetaIO reads it.</summary>
    private static bool IsTrue(string value) => value is ['T' or 't' or '1', ..];

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
}
