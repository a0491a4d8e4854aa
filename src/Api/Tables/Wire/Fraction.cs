using System.Globalization;

namespace Switchyard.Tables;

public static class Fraction
{
    public static string Text(long mapped, long total) =>
        (total == 0 ? 0 : Math.Round(100d * mapped / total, 2)).ToString("0.0#", CultureInfo.InvariantCulture);
}
