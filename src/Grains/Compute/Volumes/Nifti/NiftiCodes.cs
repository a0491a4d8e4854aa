namespace Switchyard.Compute.Volumes.Nifti;

/// <summary>NIfTI's numbers for voxel types, and the offsets of the fields both reader and writer use.</summary>
internal static class NiftiCodes
{
    public const int DimInfo = 39;
    public const int Dim = 40;
    public const int Datatype = 70;
    public const int Bitpix = 72;
    public const int SliceStart = 74;
    public const int Pixdim = 76;
    public const int VoxOffset = 108;
    public const int SclSlope = 112;
    public const int SclInter = 116;
    public const int SliceEnd = 120;
    public const int SliceCode = 122;
    public const int XyztUnits = 123;
    public const int SliceDuration = 132;
    public const int TimeOffset = 136;
    public const int QformCode = 252;
    public const int SformCode = 254;
    public const int Quatern = 256;
    public const int Qoffset = 268;
    public const int Srow = 280;
    public const int Magic = 344;

    private static readonly (short Code, VoxelType Type)[] Types =
    [
        (2, VoxelType.U8), (4, VoxelType.I16), (8, VoxelType.I32), (16, VoxelType.F32),
        (64, VoxelType.F64), (256, VoxelType.I8), (512, VoxelType.U16), (768, VoxelType.U32),
        (1024, VoxelType.I64), (1280, VoxelType.U64),
    ];

    private static readonly Dictionary<short, string> Others = new()
    {
        [1] = "bits", [32] = "complex64", [128] = "RGB24", [1536] = "float128", [1792] = "complex128", [2048] = "complex256", [2304] = "RGBA32",
    };

    public static short Of(VoxelType type) => Array.Find(Types, pair => pair.Type == type).Code;

    public static VoxelType TypeOf(short code)
    {
        var found = Array.FindIndex(Types, pair => pair.Code == code);
        return found >= 0 ? Types[found].Type : throw new VolumeFormatException(
            $"NIfTI voxels of datatype {code}{(Others.TryGetValue(code, out var name) ? $" ({name})" : "")} are not supported.");
    }
}
