namespace Switchyard.Compute.Volumes;

/// <summary>How a voxel is stored: unsigned, signed or floating, and its bits.</summary>
public enum VoxelType
{
    U8,
    I8,
    U16,
    I16,
    U32,
    I32,
    U64,
    I64,
    F32,
    F64,
}

public static class VoxelTypes
{
    public static int Bytes(this VoxelType type) => type switch
    {
        VoxelType.U8 or VoxelType.I8 => 1,
        VoxelType.U16 or VoxelType.I16 => 2,
        VoxelType.U32 or VoxelType.I32 or VoxelType.F32 => 4,
        VoxelType.U64 or VoxelType.I64 or VoxelType.F64 => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "no such voxel type"),
    };
}
