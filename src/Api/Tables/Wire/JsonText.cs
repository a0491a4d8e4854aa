using System.Globalization;
using System.Text.Json;

namespace Switchyard.Tables.Wire;

/// <summary>Reads single values of a JSON text that came from outside.</summary>
internal static class JsonText
{
    /// <summary>The string or property name the reader stands on.</summary>
    /// <exception cref="SubmissionRefusedException">Its bytes or escapes are no Unicode text.</exception>
    public static string Of(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new SubmissionRefusedException("The body holds a string that is not valid Unicode.");
        }
    }

    /// <summary>Whether the property name the reader stands on is this one; what is no Unicode text is not.</summary>
    public static bool Is(ref Utf8JsonReader reader, string name)
    {
        try
        {
            return reader.ValueTextEquals(name);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>A 32-bit integer, as a number or as a numeric string; null when the value is neither.</summary>
    public static int? Integer(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Number when reader.TryGetInt32(out var number) => number,
        JsonTokenType.Number when reader.TryGetDouble(out var number) && double.IsInteger(number) && Math.Abs(number) <= int.MaxValue =>
            (int)number,
        JsonTokenType.String => Integer(Of(ref reader)),
        _ => null,
    };

    public static int? Integer(ReadOnlySpan<char> text) =>
        int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;
}
