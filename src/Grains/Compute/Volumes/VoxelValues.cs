using System.Numerics;
using System.Runtime.InteropServices;

namespace Switchyard.Compute.Volumes;

/// <summary>Stored voxels as numbers: one loop a type, nothing allocated.</summary>
internal static class VoxelValues
{
    public static void Widen(ReadOnlySpan<byte> stored, VoxelType type, IntensityScale scale, Span<double> values)
    {
        switch (type)
        {
            case VoxelType.U8: Widen<byte>(stored, values); break;
            case VoxelType.I8: Widen<sbyte>(stored, values); break;
            case VoxelType.U16: Widen<ushort>(stored, values); break;
            case VoxelType.I16: Widen<short>(stored, values); break;
            case VoxelType.U32: Widen<uint>(stored, values); break;
            case VoxelType.I32: Widen<int>(stored, values); break;
            case VoxelType.U64: Widen<ulong>(stored, values); break;
            case VoxelType.I64: Widen<long>(stored, values); break;
            case VoxelType.F32: Widen<float>(stored, values); break;
            case VoxelType.F64: Widen<double>(stored, values); break;
            default: throw new ArgumentOutOfRangeException(nameof(type), type, "no such voxel type");
        }

        if (!scale.IsIdentity)
        {
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = (values[i] * scale.Slope) + scale.Intercept;
            }
        }
    }

    private static void Widen<T>(ReadOnlySpan<byte> stored, Span<double> values)
        where T : unmanaged, INumberBase<T>
    {
        var numbers = MemoryMarshal.Cast<byte, T>(stored)[..values.Length];
        for (var i = 0; i < numbers.Length; i++)
        {
            values[i] = double.CreateTruncating(numbers[i]);
        }
    }
}
