using Switchyard.Compute.Volumes.Files;

namespace Switchyard.Compute.Volumes.MetaImage;

/// <summary>MetaImage's names for voxel types.</summary>
internal static class MetaImageTypes
{
    public static VoxelType TypeOf(string name) => name switch
    {
        "MET_UCHAR" => VoxelType.U8,
        "MET_CHAR" => VoxelType.I8,
        "MET_USHORT" => VoxelType.U16,
        "MET_SHORT" => VoxelType.I16,
        // A MetaImage's long has four bytes on every machine.
        "MET_UINT" or "MET_ULONG" => VoxelType.U32,
        "MET_INT" or "MET_LONG" => VoxelType.I32,
        "MET_ULONG_LONG" => VoxelType.U64,
        "MET_LONG_LONG" => VoxelType.I64,
        "MET_FLOAT" => VoxelType.F32,
        "MET_DOUBLE" => VoxelType.F64,
        _ => throw new VolumeFormatException($"The MetaImage's ElementType {HeaderText.Shown(name)} is not supported."),
    };

    public static string NameOf(VoxelType type) => type switch
    {
        VoxelType.U8 => "MET_UCHAR",
        VoxelType.I8 => "MET_CHAR",
        VoxelType.U16 => "MET_USHORT",
        VoxelType.I16 => "MET_SHORT",
        VoxelType.U32 => "MET_UINT",
        VoxelType.I32 => "MET_INT",
        VoxelType.U64 => "MET_ULONG_LONG",
        VoxelType.I64 => "MET_LONG_LONG",
        VoxelType.F32 => "MET_FLOAT",
        VoxelType.F64 => "MET_DOUBLE",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "no such voxel type"),
    };
}
