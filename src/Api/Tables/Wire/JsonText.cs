using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Switchyard.Tables.Wire;

/// <summary>Reads single values of a JSON text that came from outside.</summary>
internal static class JsonText
{
    private static ReadOnlySpan<byte> Mark => [0xEF, 0xBB, 0xBF];

    /// <summary>The text without a byte order mark.</summary>
    public static ReadOnlySequence<byte> SkipMark(ReadOnlySequence<byte> json)
    {
        var reader = new SequenceReader<byte>(json);
        return reader.IsNext(Mark) ? json.Slice(Mark.Length) : json;
    }

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

    /// <summary>Whether the property name the reader stands on is this one (which has no need of escapes).</summary>
    public static bool Is(ref Utf8JsonReader reader, string name) =>
        reader.ValueIsEscaped ? Of(ref reader) == name : reader.ValueTextEquals(name);

    /// <summary>A string as it is, any other value as its JSON text. Leaves the reader on the value's last token.</summary>
    public static string Raw(ref Utf8JsonReader reader, ReadOnlySequence<byte> json)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return Of(ref reader);
        }

        var start = reader.TokenStartIndex;
        reader.Skip();
        return Encoding.UTF8.GetString(json.Slice(start, reader.BytesConsumed - start));
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
