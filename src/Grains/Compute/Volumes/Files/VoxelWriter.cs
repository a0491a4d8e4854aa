using System.Runtime.InteropServices;

namespace Switchyard.Compute.Volumes.Files;

/// <summary>Voxels as a file holds them: little endian, as stored or as scaled values.</summary>
internal static class VoxelWriter
{
    private const int Step = 64 * 1024;

    public static void WriteStored(Volume volume, Stream stream, CancellationToken cancellation)
    {
        Span<byte> buffer = BitConverter.IsLittleEndian ? [] : new byte[Step];
        for (var rest = volume.Stored; !rest.IsEmpty;)
        {
            cancellation.ThrowIfCancellationRequested();
            var part = rest[..Math.Min(Step, rest.Length)];
            rest = rest[part.Length..];
            if (!BitConverter.IsLittleEndian)
            {
                part.CopyTo(buffer);
                VoxelReader.Reverse(buffer[..part.Length], volume.Type.Bytes());
                part = buffer[..part.Length];
            }

            stream.Write(part);
        }
    }

    /// <summary>For formats without an intensity scale.</summary>
    public static void WriteValues(Volume volume, Stream stream, CancellationToken cancellation)
    {
        if (volume.Scale.IsIdentity)
        {
            WriteStored(volume, stream, cancellation);
            return;
        }

        var values = new double[Step / sizeof(double)];
        for (var start = 0; start < volume.Count; start += values.Length)
        {
            cancellation.ThrowIfCancellationRequested();
            var part = values.AsSpan(0, Math.Min(values.Length, volume.Count - start));
            volume.ReadValues(start, part);
            var bytes = MemoryMarshal.AsBytes(part);
            if (!BitConverter.IsLittleEndian)
            {
                VoxelReader.Reverse(bytes, sizeof(double));
            }

            stream.Write(bytes);
        }
    }

    /// <summary>The type that <see cref="WriteValues"/> writes.</summary>
    public static VoxelType TypeOfValues(Volume volume) => volume.Scale.IsIdentity ? volume.Type : VoxelType.F64;
}
