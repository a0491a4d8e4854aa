namespace Switchyard.Compute.Volumes;

/// <summary>The unit of a geometry's lengths; the numbers are NIfTI's.</summary>
public enum LengthUnit
{
    Unknown = 0,
    Metre = 1,
    Millimetre = 2,
    Micrometre = 3,
}

/// <summary>What the world coordinates are aligned with; the numbers are NIfTI's.</summary>
public enum CoordinateSpace
{
    Unknown = 0,
    Scanner = 1,
    Aligned = 2,
    Talairach = 3,
    Mni152 = 4,
    Template = 5,
}

/// <summary>
/// Where the voxels lie, always in RAS: x grows to the patient's right, y to the front, z to the head. Formats that count in LPS
/// (MetaImage, NRRD as ITK writes it) are converted when read and when written. <paramref name="Origin"/> is the centre of voxel
/// (0,0,0); each axis is the step to the next voxel, its length the spacing.
/// </summary>
public sealed record VolumeGeometry(Vector3D Origin, Vector3D AxisX, Vector3D AxisY, Vector3D AxisZ)
{
    // Beyond these no image lies, and single precision, which is all that NIfTI has, still holds a volume's inverse.
    private const double Longest = 1e9;
    private const double Shortest = 1e-9;

    public LengthUnit Unit { get; init; }

    public CoordinateSpace Space { get; init; }

    public Vector3D Spacing => new(AxisX.Length, AxisY.Length, AxisZ.Length);

    /// <summary>Whether the numbers are finite and of a sane size, and the axes span space.</summary>
    public bool IsUsable =>
        IsStep(AxisX) && IsStep(AxisY) && IsStep(AxisZ) && Origin.Length <= Longest
        && Math.Abs(AxisX.Dot(AxisY.Cross(AxisZ))) > 1e-6 * AxisX.Length * AxisY.Length * AxisZ.Length;

    /// <summary>The centre of a voxel; fractions are between voxels.</summary>
    public Vector3D ToWorld(double x, double y, double z) => Origin + (AxisX * x) + (AxisY * y) + (AxisZ * z);

    /// <summary>The same numbers read as the other of RAS and LPS: x and y change sign.</summary>
    internal VolumeGeometry Mirrored() => this with
    {
        Origin = Mirror(Origin),
        AxisX = Mirror(AxisX),
        AxisY = Mirror(AxisY),
        AxisZ = Mirror(AxisZ),
    };

    /// <summary>The same numbers with x the other way.</summary>
    internal VolumeGeometry MirroredInX() => this with
    {
        Origin = MirrorX(Origin),
        AxisX = MirrorX(AxisX),
        AxisY = MirrorX(AxisY),
        AxisZ = MirrorX(AxisZ),
    };

    /// <summary>The same places. A unit that is not known stays so, and is taken for millimetres by most.</summary>
    internal VolumeGeometry InMillimetres() => Unit switch
    {
        LengthUnit.Metre => Scaled(1000),
        LengthUnit.Micrometre => Scaled(0.001),
        _ => this,
    };

    private VolumeGeometry Scaled(double factor) => this with
    {
        Origin = Origin * factor,
        AxisX = AxisX * factor,
        AxisY = AxisY * factor,
        AxisZ = AxisZ * factor,
        Unit = LengthUnit.Millimetre,
    };

    // 0 - x, not -x: no negative zeros in files.
    private static Vector3D MirrorX(Vector3D value) => value with { X = 0 - value.X };

    private static Vector3D Mirror(Vector3D value) => new(0 - value.X, 0 - value.Y, value.Z);

    private static bool IsStep(Vector3D axis) => axis.Length is >= Shortest and <= Longest;
}
