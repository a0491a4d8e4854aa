using System.Globalization;
using System.Numerics;
using System.Text;

namespace Switchyard.Compute.Services.Python;

/// <summary>What Python's <c>int(text)</c> and <c>float(text)</c> have in common.</summary>
internal static class PythonDigits
{
    /// <summary>Python refuses to convert longer decimal integers, since the time grows with the square of the length.</summary>
    public const int MostDigits = 4300;

    /// <summary>Without blanks around and underscores between digits, with ASCII digits; null when underscores are elsewhere.</summary>
    public static string? Normalise(string text)
    {
        var trimmed = text.AsSpan().Trim();
        if (trimmed.IsEmpty)
        {
            return null;
        }

        var plain = new StringBuilder(trimmed.Length);
        for (var i = 0; i < trimmed.Length; i++)
        {
            var symbol = trimmed[i];
            if (symbol == '_')
            {
                if (i == 0 || i + 1 == trimmed.Length || !char.IsDigit(trimmed[i - 1]) || !char.IsDigit(trimmed[i + 1]))
                {
                    return null;
                }
            }
            else
            {
                plain.Append(char.IsDigit(symbol) ? (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(symbol)) : symbol);
            }
        }

        return plain.ToString();
    }

    /// <summary><c>int(text)</c>: a sign and decimal digits, blanks around, underscores between digits.</summary>
    public static bool TryParseInteger(string text, out BigInteger value)
    {
        value = default;
        if (Normalise(text) is not { } plain)
        {
            return false;
        }

        var digits = plain.AsSpan(plain is ['+' or '-', ..] ? 1 : 0);
        return digits.Length is > 0 and <= MostDigits
            && digits.IndexOfAnyExceptInRange('0', '9') < 0
            && BigInteger.TryParse(plain, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }
}
