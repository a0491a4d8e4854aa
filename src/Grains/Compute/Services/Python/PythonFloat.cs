using System.Buffers;
using System.Globalization;

namespace Switchyard.Compute.Services.Python;

/// <summary>Floats as Python writes and reads them: the services' results and inputs are defined in its terms.</summary>
public static class PythonFloat
{
    /// <summary>From this power of ten on Python writes an exponent.</summary>
    private const int LargestPlain = 16;

    /// <summary>Below this power of ten Python writes an exponent.</summary>
    private const int SmallestPlain = -4;

    private static readonly SearchValues<char> NumberSymbols = SearchValues.Create("+-.0123456789eE");

    /// <summary>
    /// <c>repr(value)</c>: the fewest digits that read back as the same number; <c>1000.0</c>, <c>1e-05</c>, <c>1e+16</c>,
    /// <c>nan</c>, <c>-inf</c>, <c>-0.0</c>.
    /// </summary>
    public static string Format(double value)
    {
        if (double.IsNaN(value))
        {
            return "nan";
        }

        var sign = double.IsNegative(value) ? "-" : "";
        if (double.IsInfinity(value))
        {
            return sign + "inf";
        }

        var (digits, power) = Digits(Math.Abs(value));
        return sign + (power is >= SmallestPlain and < LargestPlain ? Plain(digits, power) : Scientific(digits, power));
    }

    /// <summary>
    /// <c>float(text)</c>: blanks around, underscores between digits, <c>nan</c>, <c>inf</c> and <c>infinity</c> in any
    /// case, decimal digits of any script; too large is infinite.
    /// </summary>
    public static bool TryParse(string text, out double value)
    {
        value = 0;
        if (PythonDigits.Normalise(text) is not { } plain)
        {
            return false;
        }

        var unsigned = plain.AsSpan(plain is ['+' or '-', ..] ? 1 : 0);
        double? special = unsigned switch
        {
            _ when unsigned.Equals("nan", StringComparison.OrdinalIgnoreCase) => double.NaN,
            _ when unsigned.Equals("inf", StringComparison.OrdinalIgnoreCase)
                || unsigned.Equals("infinity", StringComparison.OrdinalIgnoreCase) => double.PositiveInfinity,
            _ => null,
        };
        if (special is { } known)
        {
            value = plain[0] == '-' ? -known : known;
            return true;
        }

        return double.TryParse(
            plain,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
            CultureInfo.InvariantCulture,
            out value)
            && plain.AsSpan().IndexOfAnyExcept(NumberSymbols) < 0;
    }

    /// <summary>The significant digits, and the power of ten of the first.</summary>
    private static (string Digits, int Power) Digits(double value)
    {
        // The shortest form of .NET is either plain or "d.dddE+dd".
        var parts = value.ToString("R", CultureInfo.InvariantCulture).Split('E');
        var point = parts[0].IndexOf('.', StringComparison.Ordinal);
        var all = parts[0].Replace(".", "", StringComparison.Ordinal);
        var digits = all.TrimStart('0');
        if (digits.Length == 0)
        {
            return ("0", 0);
        }

        var power = (point < 0 ? all.Length : point) - 1 - (all.Length - digits.Length);
        var exponent = parts.Length > 1 ? int.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0;
        return (digits.TrimEnd('0'), power + exponent);
    }

    private static string Plain(string digits, int power)
    {
        if (power < 0)
        {
            return "0." + new string('0', -power - 1) + digits;
        }

        var whole = power + 1;
        return digits.Length <= whole
            ? digits.PadRight(whole, '0') + ".0"
            : digits[..whole] + "." + digits[whole..];
    }

    private static string Scientific(string digits, int power)
    {
        var fraction = digits.Length > 1 ? "." + digits[1..] : "";
        var exponent = Math.Abs(power).ToString("00", CultureInfo.InvariantCulture);
        return $"{digits[0]}{fraction}e{(power < 0 ? '-' : '+')}{exponent}";
    }
}
