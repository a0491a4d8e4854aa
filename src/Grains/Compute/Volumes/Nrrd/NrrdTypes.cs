using Switchyard.Compute.Volumes.Files;

namespace Switchyard.Compute.Volumes.Nrrd;

/// <summary>NRRD's many names for voxel types.</summary>
internal static class NrrdTypes
{
    public static VoxelType TypeOf(string name) => name switch
    {
        "uchar" or "unsigned char" or "uint8" or "uint8_t" => VoxelType.U8,
        "signed char" or "int8" or "int8_t" => VoxelType.I8,
        "ushort" or "unsigned short" or "unsigned short int" or "uint16" or "uint16_t" => VoxelType.U16,
        "short" or "short int" or "signed short" or "signed short int" or "int16" or "int16_t" => VoxelType.I16,
        "uint" or "unsigned int" or "uint32" or "uint32_t" => VoxelType.U32,
        "int" or "signed int" or "int32" or "int32_t" => VoxelType.I32,
        "ulonglong" or "unsigned long long" or "unsigned long long int" or "uint64" or "uint64_t" => VoxelType.U64,
        "longlong" or "long long" or "long long int" or "signed long long" or "signed long long int" or "int64" or "int64_t" => VoxelType.I64,
        "float" => VoxelType.F32,
        "double" => VoxelType.F64,
        _ => throw new VolumeFormatException($"The NRRD's type {HeaderText.Shown(name)} is not supported."),
    };

    public static string NameOf(VoxelType type) => type switch
    {
        VoxelType.U8 => "uint8",
        VoxelType.I8 => "int8",
        VoxelType.U16 => "uint16",
        VoxelType.I16 => "int16",
        VoxelType.U32 => "uint32",
        VoxelType.I32 => "int32",
        VoxelType.U64 => "uint64",
        VoxelType.I64 => "int64",
        VoxelType.F32 => "float",
        VoxelType.F64 => "double",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "no such voxel type"),
    };
}
