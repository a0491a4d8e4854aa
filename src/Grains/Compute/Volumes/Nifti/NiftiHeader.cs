using System.Buffers.Binary;
using Switchyard.Compute.Volumes.Files;

namespace Switchyard.Compute.Volumes.Nifti;

/// <summary>Reads the header of a single-file NIfTI-1 image, of either byte order.</summary>
internal static class NiftiHeader
{
    /// <summary>The header and the four bytes that announce extensions.</summary>
    public const int Bytes = Size + 4;

    private const int Size = 348;
    private const int Nifti2Size = 540;

    public static bool IsStart(ReadOnlySpan<byte> start) =>
        start.Length >= 4 && IsSize(start, Nifti2Size) && start.Length >= 8 && start[4..].StartsWith("n+2"u8)
        || start.Length >= Size && IsSize(start, Size) && (IsMagic(start, "n+1\0"u8) || IsMagic(start, "ni1\0"u8) || IsAnalyze(start));

    public static VolumeHeader Read(VolumeStream input, VolumeLimits limits)
    {
        var start = input.Peek(Bytes);
        if (IsSize(start, Nifti2Size))
        {
            throw new VolumeFormatException("NIfTI-2 is not supported; store the volume as NIfTI-1.");
        }

        if (IsAnalyze(start))
        {
            throw new VolumeFormatException("An ANALYZE 7.5 header is not supported; store the volume as NIfTI-1.");
        }

        if (IsMagic(start, "ni1\0"u8))
        {
            throw new VolumeFormatException("A NIfTI pair (.hdr, .img) is not supported; store the volume in one .nii file.");
        }

        var fields = new NiftiFields(start, BinaryPrimitives.ReadInt32BigEndian(start) == Size);
        var type = NiftiCodes.TypeOf(fields.Short(NiftiCodes.Datatype));
        var header = new VolumeHeader
        {
            Size = SizeOf(fields, type, limits),
            Type = type,
            Geometry = NiftiOrientation.Read(fields),
            Scale = ScaleOf(fields),
            BigEndian = fields.BigEndian,
            Nifti = NiftiPlacement.Of(start, fields.BigEndian),
        };
        Skip(input, VoxOffset(fields, limits));
        return header;
    }

    private static bool IsSize(ReadOnlySpan<byte> start, int size) =>
        BinaryPrimitives.ReadInt32LittleEndian(start) == size || BinaryPrimitives.ReadInt32BigEndian(start) == size;

    /// <summary>What NIfTI came from: the same size, and no magic.</summary>
    private static bool IsAnalyze(ReadOnlySpan<byte> start) => IsMagic(start, "\0\0\0\0"u8);

    private static bool IsMagic(ReadOnlySpan<byte> start, ReadOnlySpan<byte> magic) => start[NiftiCodes.Magic..].StartsWith(magic);

    private static VolumeSize SizeOf(NiftiFields fields, VoxelType type, VolumeLimits limits)
    {
        var axes = fields.Short(NiftiCodes.Dim);
        var isVolume = axes is >= 3 and <= 7;
        for (var axis = 4; isVolume && axis <= axes; axis++)
        {
            isVolume = fields.Short(NiftiCodes.Dim + (2 * axis)) == 1;
        }

        return isVolume
            ? limits.Accept(fields.Short(NiftiCodes.Dim + 2), fields.Short(NiftiCodes.Dim + 4), fields.Short(NiftiCodes.Dim + 6), type)
            : throw new VolumeFormatException("The NIfTI image must have three dimensions.");
    }

    // Slope zero is the standard's "not scaled".
    private static IntensityScale ScaleOf(NiftiFields fields)
    {
        var (slope, intercept) = (fields.Float(NiftiCodes.SclSlope), fields.Float(NiftiCodes.SclInter));
        return slope != 0 && float.IsFinite(slope) && float.IsFinite(intercept)
            ? new IntensityScale(slope, intercept)
            : IntensityScale.Identity;
    }

    private static int VoxOffset(NiftiFields fields, VolumeLimits limits) => fields.Float(NiftiCodes.VoxOffset) switch
    {
        // Left at zero by writers that mean "right after the header".
        0 => Bytes,
        var offset when offset >= Bytes && offset <= limits.MaxHeaderBytes && float.IsInteger(offset) => (int)offset,
        var offset => throw new VolumeFormatException($"The NIfTI header is damaged: its voxels cannot start at {offset}."),
    };

    private static void Skip(VolumeStream input, int count)
    {
        Span<byte> scrap = stackalloc byte[1024];
        while (count > 0)
        {
            var read = input.Read(scrap[..Math.Min(count, scrap.Length)]);
            count -= read > 0 ? read : throw new VolumeFormatException("The file ends within its NIfTI header.");
        }
    }
}
