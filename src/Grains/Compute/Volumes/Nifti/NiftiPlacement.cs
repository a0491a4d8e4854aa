namespace Switchyard.Compute.Volumes.Nifti;

/// <summary>
/// Where a NIfTI image says that its voxels lie, as its header has it: both matrices, their codes, spacings and units. Readers
/// choose among these, not all in the same way, so an image of the same grid gets all of them.
/// </summary>
internal sealed class NiftiPlacement
{
    private const int One = sizeof(byte);
    private const int Two = sizeof(short);
    private const int Four = sizeof(float);

    private static readonly (int Offset, int Width, int Count)[] Fields =
    [
        (NiftiCodes.DimInfo, One, 1),
        (NiftiCodes.Dim, Two, 8),
        (NiftiCodes.SliceStart, Two, 1),
        (NiftiCodes.Pixdim, Four, 8),
        (NiftiCodes.SliceEnd, Two, 1),
        (NiftiCodes.SliceCode, One, 1),
        (NiftiCodes.XyztUnits, One, 1),
        (NiftiCodes.SliceDuration, Four, 1),
        (NiftiCodes.TimeOffset, Four, 1),
        (NiftiCodes.QformCode, Two, 2),
        (NiftiCodes.Quatern, Four, 18),
    ];

    private readonly byte[] _header;

    private NiftiPlacement(byte[] header) => _header = header;

    /// <param name="header">A NIfTI-1 header in the file's byte order.</param>
    public static NiftiPlacement Of(ReadOnlySpan<byte> header, bool bigEndian)
    {
        var little = new byte[NiftiHeader.Bytes];
        foreach (var (offset, width, count) in Fields)
        {
            for (var place = offset; place < offset + (width * count); place += width)
            {
                var value = little.AsSpan(place, width);
                header.Slice(place, width).CopyTo(value);
                if (bigEndian)
                {
                    value.Reverse();
                }
            }
        }

        return new NiftiPlacement(little);
    }

    /// <summary>Puts them into a header in little endian, bit for bit.</summary>
    public void WriteTo(Span<byte> header)
    {
        foreach (var (offset, width, count) in Fields)
        {
            _header.AsSpan(offset, width * count).CopyTo(header[offset..]);
        }
    }
}
