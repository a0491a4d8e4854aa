using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Switchyard.Downloads.PandasJson;

/// <summary>Floats as pandas writes them in JSON: at most ten decimals and at least one, in fixed notation as far as it goes.</summary>
internal static class PandasFloat
{
    private const int Decimals = 10;
    private const ulong One = 10_000_000_000;

    /// <summary>Beyond this ten significant digits and an exponent are written.</summary>
    private const double Largest = 1e16;

    /// <summary>Below this too, 0 apart.</summary>
    private const double Smallest = 1e-15;

    /// <summary>Numbers that are not finite become null.</summary>
    public static void Write(IBufferWriter<byte> json, double value)
    {
        if (!double.IsFinite(value))
        {
            PandasValue.WriteNull(json);
            return;
        }

        var size = Math.Abs(value);
        if (size > Largest || (size < Smallest && size > 0))
        {
            WriteScientific(json, value);
            return;
        }

        json.Write(value < 0 ? "-"u8 : ""u8);
        WriteFixed(json, size);
    }

    private static void WriteFixed(IBufferWriter<byte> json, double size)
    {
        var whole = (ulong)size;
        var scaled = (size - whole) * One;
        var fraction = (ulong)scaled;
        var rest = scaled - fraction;
        // Halves are rounded to the even digit, but nothing at all is rounded up.
        if (rest > 0.5 || (rest == 0.5 && (fraction == 0 || fraction % 2 == 1)))
        {
            fraction++;
        }

        if (fraction == One)
        {
            (whole, fraction) = (whole + 1, 0);
        }

        PandasValue.Write(json, (long)whole);
        Span<byte> digits = stackalloc byte[Decimals];
        Utf8Formatter.TryFormat(fraction, digits, out _, new StandardFormat('D', Decimals));
        var length = Math.Max(1, digits.LastIndexOfAnyExcept((byte)'0') + 1);
        json.Write("."u8);
        json.Write(digits[..length]);
    }

    /// <summary>As C does by <c>%.10g</c>: 1e-16, 1.5e+20.</summary>
    private static void WriteScientific(IBufferWriter<byte> json, double value)
    {
        var text = value.ToString("E9", CultureInfo.InvariantCulture);
        var mantissa = text.AsSpan(0, text.IndexOf('E', StringComparison.Ordinal));
        var exponent = int.Parse(text.AsSpan(mantissa.Length + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var shown = $"{mantissa.TrimEnd('0').TrimEnd('.')}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
        json.Advance(Encoding.ASCII.GetBytes(shown, json.GetSpan(shown.Length)));
    }
}
