using System.Globalization;

namespace Switchyard.Tables.Wire;

/// <summary>Coverage as text, as the original's Python writes it.</summary>
public static class Fraction
{
    /// <summary>
    /// Per cent of <paramref name="total"/>, rounded to two digits, at least one after the point: "12.5", "0.0", "100.0". No
    /// targets are "0.0", where the original fails.
    /// </summary>
    public static string Text(long mapped, long total)
    {
        if (total <= 0)
        {
            return "0.0";
        }

        var percent = 100.0 * mapped / total;

        // Python rounds the exact binary value, and a true half to the even digit. The halves of hundredths that binary can
        // hold are eighths; for all others the exact digits decide.
        var rounded = percent * 8 == Math.Floor(percent * 8)
            ? Math.Round((decimal)percent, 2, MidpointRounding.ToEven)
            : decimal.Parse(percent.ToString("F2", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return rounded.ToString("0.0#", CultureInfo.InvariantCulture);
    }
}
