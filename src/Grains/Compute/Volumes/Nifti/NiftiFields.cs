using System.Buffers.Binary;

namespace Switchyard.Compute.Volumes.Nifti;

/// <summary>The fields of a NIfTI-1 header by their offsets, in the file's byte order.</summary>
internal readonly ref struct NiftiFields(ReadOnlySpan<byte> header, bool bigEndian)
{
    private readonly ReadOnlySpan<byte> _header = header;

    public bool BigEndian => bigEndian;

    public byte Byte(int offset) => _header[offset];

    public short Short(int offset) => bigEndian
        ? BinaryPrimitives.ReadInt16BigEndian(_header[offset..])
        : BinaryPrimitives.ReadInt16LittleEndian(_header[offset..]);

    public float Float(int offset) => bigEndian
        ? BinaryPrimitives.ReadSingleBigEndian(_header[offset..])
        : BinaryPrimitives.ReadSingleLittleEndian(_header[offset..]);

    public Vector3D Vector(int offset, int stride = sizeof(float)) =>
        new(Float(offset), Float(offset + stride), Float(offset + (2 * stride)));
}
