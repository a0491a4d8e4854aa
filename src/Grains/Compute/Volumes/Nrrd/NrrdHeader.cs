using Switchyard.Compute.Volumes.Files;

namespace Switchyard.Compute.Volumes.Nrrd;

/// <summary>Reads the header of a NRRD whose voxels are in the same file, raw, gzip or bzip2.</summary>
internal static class NrrdHeader
{
    public static bool IsStart(ReadOnlySpan<byte> start) => start.StartsWith("NRRD000"u8) || start.StartsWith("NRRD00.01"u8);

    public static VolumeHeader Read(VolumeStream input, VolumeLimits limits)
    {
        var fields = NrrdFields.Read(input, limits);
        if (fields.Find("data file", "datafile") is not null)
        {
            throw new VolumeFormatException("The NRRD keeps its voxels in another file; store it as one .nrrd file.");
        }

        if (fields.Find("line skip", "lineskip") is not (null or "0") || fields.Find("byte skip", "byteskip") is not (null or "0"))
        {
            throw new VolumeFormatException("A NRRD that skips lines or bytes is not supported.");
        }

        var type = NrrdTypes.TypeOf(fields.Required("type"));
        var axes = NrrdAxes.Read(fields);
        return new VolumeHeader
        {
            Size = limits.Accept(axes.Lengths[0], axes.Lengths[1], axes.Lengths[2], type),
            Type = type,
            Geometry = axes.Geometry,
            BigEndian = type.Bytes() > 1 && IsBigEndian(fields.Required("endian")),
            Encoding = EncodingOf(fields.Required("encoding")),
        };
    }

    private static VoxelEncoding EncodingOf(string encoding) => encoding.ToUpperInvariant() switch
    {
        "RAW" => VoxelEncoding.Raw,
        "GZIP" or "GZ" => VoxelEncoding.Gzip,
        "BZIP2" or "BZ2" => VoxelEncoding.Bzip2,
        _ => throw new VolumeFormatException($"The NRRD's encoding {HeaderText.Shown(encoding)} is not supported; raw, gzip and bzip2 are."),
    };

    private static bool IsBigEndian(string endian) => endian.ToUpperInvariant() switch
    {
        "BIG" => true,
        "LITTLE" => false,
        _ => throw new VolumeFormatException("The NRRD's endian must be little or big."),
    };
}
