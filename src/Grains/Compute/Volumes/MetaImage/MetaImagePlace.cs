namespace Switchyard.Compute.Volumes.MetaImage;

/// <summary>
/// Where a MetaImage's voxels lie: LPS, in millimetres. What places them in a way that its readers do not agree on is refused.
/// </summary>
internal static class MetaImagePlace
{
    private static readonly string[] Origins = ["Offset", "Position", "Origin"];
    private static readonly string[] Matrices = ["TransformMatrix", "Rotation", "Orientation"];

    /// <param name="axes">Three, or four of which the last has one voxel.</param>
    /// <exception cref="VolumeFormatException">It places nothing that can be kept.</exception>
    public static VolumeGeometry Read(MetaImageFields fields, int axes)
    {
        RequireMillimetres(fields);
        var origin = fields.OneOf(axes, Origins) ?? new double[axes];
        var directions = DirectionsOf(fields, axes);

        // A size without a spacing is the spacing; beside one it is how thick a slice is, and places nothing.
        var spacing = fields.Numbers(axes, "ElementSpacing") ?? fields.Numbers(axes, "ElementSize") ?? [1, 1, 1, 1];
        var lps = new VolumeGeometry(
            new(origin[0], origin[1], origin[2]), directions[0] * spacing[0], directions[1] * spacing[1], directions[2] * spacing[2])
        { Unit = LengthUnit.Millimetre };
        return lps.Mirrored() is { IsUsable: true } geometry
            ? geometry
            : throw new VolumeFormatException("The MetaImage's axes do not span space.");
    }

    /// <summary>ITK, and with it nearly every reader, takes any unit for millimetres.</summary>
    private static void RequireMillimetres(MetaImageFields fields) =>
        fields.Refuse("DistanceUnits", unit => unit is not ("mm" or "?" or ""), "A MetaImage in other units than mm is not supported.");

    private static Vector3D[] DirectionsOf(MetaImageFields fields, int axes)
    {
        // The matrix lists the direction of the first axis, then of the second...
        if (fields.OneOf(axes * axes, Matrices) is not { } matrix)
        {
            RequireStandard(fields);
            return [new(1, 0, 0), new(0, 1, 0), new(0, 0, 1)];
        }

        var directions = new Vector3D[3];
        for (var axis = 0; axis < directions.Length; axis++)
        {
            var row = matrix.AsSpan(axis * axes, axes);
            directions[axis] = row.Length == 3 || row[3] == 0
                ? new(row[0], row[1], row[2])
                : throw new VolumeFormatException("The MetaImage's fourth axis is turned into the others.");
        }

        RequireNoCentre(fields, axes, directions);
        return directions;
    }

    /// <summary>The words say the same as the matrix, which MetaIO writes beside them; alone they would be ignored by readers.</summary>
    private static void RequireStandard(MetaImageFields fields) => fields.Refuse(
        "AnatomicalOrientation",
        words => words is not ("RAI" or "LPS" or "") && !words.Contains('?'),
        "A MetaImage whose AnatomicalOrientation is not that of its TransformMatrix is not supported.");

    /// <summary>A centre moves what is turned about it, but ITK does not.</summary>
    private static void RequireNoCentre(MetaImageFields fields, int axes, Vector3D[] directions)
    {
        var isTurned = directions is not [(1, 0, 0), (0, 1, 0), (0, 0, 1)];
        if (isTurned && fields.Numbers(axes, "CenterOfRotation") is { } centre && centre.Any(number => number != 0))
        {
            throw new VolumeFormatException("A MetaImage that is turned about a CenterOfRotation is not supported.");
        }
    }
}
