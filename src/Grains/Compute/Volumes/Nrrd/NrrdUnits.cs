using Switchyard.Compute.Volumes.Files;

namespace Switchyard.Compute.Volumes.Nrrd;

/// <summary>The units of a NRRD's lengths: millimetres, or nothing said. ITK, and with it most readers, takes any unit for millimetres.</summary>
internal static class NrrdUnits
{
    /// <exception cref="VolumeFormatException">They are others.</exception>
    public static LengthUnit Read(NrrdFields fields, int count, int[] kept)
    {
        var units = fields.Find("space units") is { } ofSpace ? Parse("space units", ofSpace, kept.Length)
            : fields.Find("units") is { } ofAxes && Parse("units", ofAxes, count) is var all ? [.. kept.Select(axis => all[axis])]
            : [];
        foreach (var unit in units)
        {
            if (!IsMillimetre(unit) && !string.IsNullOrWhiteSpace(unit) && unit is not ("none" or "???"))
            {
                throw new VolumeFormatException($"A NRRD in {HeaderText.Shown(unit)} is not supported; in mm it is.");
            }
        }

        return units.Length > 0 && units.All(IsMillimetre) ? LengthUnit.Millimetre : LengthUnit.Unknown;
    }

    private static bool IsMillimetre(string unit) =>
        unit.Trim().ToUpperInvariant() is "MM" or "MILLIMETER" or "MILLIMETERS" or "MILLIMETRE" or "MILLIMETRES";

    /// <summary>Texts in quotes.</summary>
    private static string[] Parse(string field, string text, int count)
    {
        var parts = text.Split('"');
        string[] units = [.. parts.Where((_, i) => i % 2 == 1)];
        return units.Length == count && parts.Length % 2 == 1
            ? units
            : throw new VolumeFormatException($"The field \"{field}\" must have {count} texts in quotes.");
    }
}
