using Switchyard.Compute.Volumes.Files;

namespace Switchyard.Compute.Volumes.Nrrd;

/// <summary>
/// The three axes of a NRRD and where they lie. A fourth axis of length one is dropped: the one without a direction, or the last.
/// A space that is not one of the patient's is taken for LPS, as ITK does.
/// </summary>
internal sealed record NrrdAxes(long[] Lengths, VolumeGeometry Geometry)
{
    public static NrrdAxes Read(NrrdFields fields)
    {
        var count = fields.Required("dimension") switch
        {
            "3" => 3,
            "4" => 4,
            _ => throw new VolumeFormatException("The NRRD must have three dimensions."),
        };
        var lengths = HeaderText.Wholes("sizes", fields.Required("sizes"), count);
        var directions = fields.Find("space directions") is { } text ? NrrdVectors.Read("space directions", text, count) : null;
        if (count == 4)
        {
            var extra = directions is null ? 3 : Array.FindLastIndex(directions, direction => direction is null);
            if (extra < 0 || lengths[extra] != 1)
            {
                throw new VolumeFormatException("The NRRD must have three dimensions.");
            }

            lengths = Without(lengths, extra);
            directions = directions is null ? null : Without(directions, extra);
        }

        var geometry = InRas(directions is null ? FromSpacings(fields, count) : FromDirections(fields, directions), fields);
        return geometry.IsUsable ? new NrrdAxes(lengths, geometry) : throw new VolumeFormatException("The NRRD's axes do not span space.");
    }

    private static VolumeGeometry FromDirections(NrrdFields fields, Vector3D?[] directions)
    {
        var origin = fields.Find("space origin") is { } text ? NrrdVectors.Read("space origin", text, 1)[0] : default(Vector3D);
        return directions is [{ } x, { } y, { } z] && origin is { } start
            ? new VolumeGeometry(start, x, y, z)
            : throw new VolumeFormatException("The NRRD must have three axes in space.");
    }

    private static VolumeGeometry FromSpacings(NrrdFields fields, int count)
    {
        // "nan" stands for an axis that has no spacing.
        var words = fields.Find("spacings")?.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is not null && words.Length != count)
        {
            throw new VolumeFormatException($"The field \"spacings\" must have {count} numbers.");
        }

        double Step(int axis) => words?[axis] is { } word && !word.Equals("nan", StringComparison.OrdinalIgnoreCase) ? HeaderText.Number("spacings", word) : 1;
        return new VolumeGeometry(default, new(Step(0), 0, 0), new(0, Step(1), 0), new(0, 0, Step(2)));
    }

    private static VolumeGeometry InRas(VolumeGeometry geometry, NrrdFields fields)
    {
        var unit = fields.Find("space units")?.Split(['"', ' '], StringSplitOptions.RemoveEmptyEntries) switch
        {
            ["mm", ..] => LengthUnit.Millimetre,
            ["um", ..] => LengthUnit.Micrometre,
            ["m", ..] => LengthUnit.Metre,
            _ => LengthUnit.Unknown,
        };
        return (fields.Find("space")?.ToUpperInvariant() switch
        {
            "RIGHT-ANTERIOR-SUPERIOR" or "RAS" => geometry,
            "LEFT-ANTERIOR-SUPERIOR" or "LAS" => geometry with
            {
                Origin = Turned(geometry.Origin),
                AxisX = Turned(geometry.AxisX),
                AxisY = Turned(geometry.AxisY),
                AxisZ = Turned(geometry.AxisZ),
            },
            _ => geometry.Mirrored(),
        }) with
        { Unit = unit };
    }

    private static Vector3D Turned(Vector3D las) => las with { X = 0 - las.X };

    private static T[] Without<T>(T[] items, int index) => [.. items[..index], .. items[(index + 1)..]];
}
