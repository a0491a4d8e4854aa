namespace Switchyard.Compute.Volumes.Nifti;

/// <summary>
/// Where NIfTI says the voxels lie. Of the standard's three methods the sform goes before the qform, and both before bare
/// spacings; one whose numbers are unusable counts as absent, so a volume with a spoilt matrix can still be worked on.
/// </summary>
internal static class NiftiOrientation
{
    public static VolumeGeometry Read(NiftiFields fields)
    {
        var unit = (fields.Byte(NiftiCodes.XyztUnits) & 7) is var code && Enum.IsDefined((LengthUnit)code) ? (LengthUnit)code : LengthUnit.Unknown;
        foreach (var geometry in new[] { Sform(fields), Qform(fields), Spacings(fields) })
        {
            if (geometry is { IsUsable: true })
            {
                return geometry with { Unit = unit };
            }
        }

        throw new VolumeFormatException("The NIfTI header is damaged: no usable spacing.");
    }

    private static VolumeGeometry? Sform(NiftiFields fields)
    {
        const int next = sizeof(float);
        const int row = 4 * next;
        return SpaceOf(fields.Short(NiftiCodes.SformCode)) is not { } space ? null : new VolumeGeometry(
            fields.Vector(NiftiCodes.Srow + (3 * next), row),
            fields.Vector(NiftiCodes.Srow, row),
            fields.Vector(NiftiCodes.Srow + next, row),
            fields.Vector(NiftiCodes.Srow + (2 * next), row))
        { Space = space };
    }

    private static VolumeGeometry? Qform(NiftiFields fields)
    {
        if (SpaceOf(fields.Short(NiftiCodes.QformCode)) is not { } space)
        {
            return null;
        }

        var (x, y, z) = Rotation.FromQuaternion(fields.Vector(NiftiCodes.Quatern));
        var spacing = SpacingOf(fields);
        var handedness = fields.Float(NiftiCodes.Pixdim) < 0 ? -1 : 1;
        return new VolumeGeometry(fields.Vector(NiftiCodes.Qoffset), x * spacing.X, y * spacing.Y, z * (spacing.Z * handedness)) { Space = space };
    }

    // The standard leaves open where the axes point; ITK, which reads what this is converted to, has them in LPS.
    private static VolumeGeometry Spacings(NiftiFields fields)
    {
        var spacing = SpacingOf(fields);
        return new VolumeGeometry(default, new(-spacing.X, 0, 0), new(0, -spacing.Y, 0), new(0, 0, spacing.Z));
    }

    private static CoordinateSpace? SpaceOf(short code) => code switch
    {
        <= 0 => null,
        <= (short)CoordinateSpace.Template => (CoordinateSpace)code,
        _ => CoordinateSpace.Aligned,
    };

    private static Vector3D SpacingOf(NiftiFields fields)
    {
        var spacing = fields.Vector(NiftiCodes.Pixdim + sizeof(float));
        return new(Step(spacing.X), Step(spacing.Y), Step(spacing.Z));
    }

    // Negative or missing steps are common; the standard wants them positive.
    private static double Step(double step) => step != 0 && double.IsFinite(step) ? Math.Abs(step) : 1;
}
