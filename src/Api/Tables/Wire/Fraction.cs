using System.Globalization;

namespace Switchyard.Tables;

/// <summary>Percentages as the original prints them.</summary>
public static class Fraction
{
    /// <summary>A percentage of at most two decimals: "12.5", "100.0"; "0.0" of nothing.</summary>
    public static string Text(long mapped, long total)
    {
        var percent = total == 0 ? 0 : Math.Round(100d * mapped / total, 2, MidpointRounding.ToEven);
        return percent.ToString("0.0#", CultureInfo.InvariantCulture);
    }
}
