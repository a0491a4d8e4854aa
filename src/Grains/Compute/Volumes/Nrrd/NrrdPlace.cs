using Switchyard.Compute.Volumes.Files;

namespace Switchyard.Compute.Volumes.Nrrd;

/// <summary>
/// Where a NRRD's axes lie: in a space by directions and an origin, or without one by spacings and, where given, minima. What its
/// readers do not agree on is refused.
/// </summary>
internal static class NrrdPlace
{
    private static readonly string[] Scalars = ["spacings", "axis mins", "axis maxs"];

    /// <param name="count">Of all axes.</param>
    /// <param name="kept">The three that are space.</param>
    /// <param name="directions">Of all axes; null when there is no such field.</param>
    /// <exception cref="VolumeFormatException">It places nothing that can be kept.</exception>
    public static VolumeGeometry Read(NrrdFields fields, int count, int[] kept, long[] lengths, Vector3D?[]? directions)
    {
        var space = NrrdSpace.Read(fields);
        if (space is null && (directions is not null || fields.Find("space origin") is not null))
        {
            throw new VolumeFormatException("The NRRD has an origin or directions in a space, but says of no space.");
        }

        var geometry = space is { } turn ? turn(InSpace(fields, count, kept, directions)) : WithoutSpace(fields, count, kept, lengths).Mirrored();
        return geometry with { Unit = NrrdUnits.Read(fields, count, kept) };
    }

    private static VolumeGeometry InSpace(NrrdFields fields, int count, int[] kept, Vector3D?[]? directions)
    {
        foreach (var name in Scalars)
        {
            if (Known(fields, name, count, kept).Any(number => number is not null))
            {
                throw new VolumeFormatException($"The NRRD gives both a space and {name}.");
            }
        }

        if (directions is null || kept.Any(axis => directions[axis] is null))
        {
            throw new VolumeFormatException("The NRRD must have three axes in space: \"space directions\" has fewer.");
        }

        var origin = fields.Find("space origin") is { } text ? NrrdVectors.Read("space origin", text, 1)[0] : default(Vector3D);
        return origin is { } start
            ? new VolumeGeometry(start, directions[kept[0]]!.Value, directions[kept[1]]!.Value, directions[kept[2]]!.Value)
            : throw new VolumeFormatException("The NRRD's space origin is none.");
    }

    /// <summary>As if in LPS, as ITK takes it.</summary>
    private static VolumeGeometry WithoutSpace(NrrdFields fields, int count, int[] kept, long[] lengths)
    {
        var spacings = Known(fields, "spacings", count, kept);
        var minima = Known(fields, "axis mins", count, kept);
        var maxima = Known(fields, "axis maxs", count, kept);
        var centers = fields.Find("centers", "centerings") is { } text ? HeaderText.Words("centers", text, count) : null;
        var (steps, starts) = (new double[3], new double[3]);
        for (var i = 0; i < kept.Length; i++)
        {
            var isNode = centers?[kept[i]].Equals("node", StringComparison.OrdinalIgnoreCase) ?? false;
            steps[i] = spacings[i] ?? 1;
            starts[i] = (minima[i], isNode) switch
            {
                (null, _) => 0,
                ({ } minimum, true) => minimum,
                ({ } minimum, false) => minimum + (steps[i] / 2),
            };
            var parts = isNode ? lengths[kept[i]] - 1 : lengths[kept[i]];
            RequireAgreement(spacings[i], minima[i], maxima[i], parts);
        }

        return minima.All(minimum => minimum is null) || minima.All(minimum => minimum is not null)
            ? new VolumeGeometry(new(starts[0], starts[1], starts[2]), new(steps[0], 0, 0), new(0, steps[1], 0), new(0, 0, steps[2]))
            : throw new VolumeFormatException("The NRRD's \"axis mins\" are given for some axes only.");
    }

    /// <summary>Minima and maxima alone are spacings by the definition, but not as ITK reads them.</summary>
    private static void RequireAgreement(double? spacing, double? minimum, double? maximum, long parts)
    {
        if (spacing is null ? minimum is not null || maximum is not null : maximum is not null && minimum is null)
        {
            throw new VolumeFormatException("A NRRD with \"axis mins\" or \"axis maxs\" must have spacings too, and the maxs mins.");
        }

        if (maximum is not null && parts > 0 && Math.Abs(((maximum - minimum)!.Value / parts) - spacing!.Value) > 1e-6 * Math.Abs(spacing.Value))
        {
            throw new VolumeFormatException("The NRRD's spacings are not those of its \"axis mins\" and \"axis maxs\".");
        }
    }

    /// <summary>The numbers of the axes in space; "nan" stands for none.</summary>
    private static double?[] Known(NrrdFields fields, string name, int count, int[] kept)
    {
        if (fields.Find(name, name.Replace(" ", "", StringComparison.Ordinal)) is not { } text)
        {
            return new double?[kept.Length];
        }

        var words = HeaderText.Words(name, text, count);
        return [.. kept.Select(axis => words[axis].Equals("nan", StringComparison.OrdinalIgnoreCase) ? (double?)null : HeaderText.Number(name, words[axis]))];
    }
}
