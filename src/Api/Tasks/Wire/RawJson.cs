using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace Switchyard.Tasks.Wire;

/// <summary>Takes a value out of a text as it came, without the white space between its parts: digits and escapes stay.</summary>
internal static class RawJson
{
    /// <summary>Levels of nesting of one value.</summary>
    public const int Deepest = 256;

    private static readonly SearchValues<byte> Space = SearchValues.Create(" \t\r\n"u8);
    private static readonly SearchValues<byte> SpaceOrText = SearchValues.Create(" \t\r\n\""u8);
    private static readonly SearchValues<byte> TextEnds = SearchValues.Create("\"\\"u8);

    /// <summary>Reads the value at which the reader stands, to its end.</summary>
    /// <param name="text">What the reader was made of, in one piece.</param>
    /// <returns>Null when it is refused: too deep, too long, or not UTF-8.</returns>
    public static byte[]? Take(ref Utf8JsonReader json, ReadOnlySpan<byte> text, string name, ref Values values)
    {
        var (start, bottom, top) = ((int)json.TokenStartIndex, json.CurrentDepth, json.CurrentDepth);
        if (json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            top++;
            while (json.Read() && json.CurrentDepth > bottom)
            {
                top = json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray ? Math.Max(top, json.CurrentDepth + 1) : top;
            }
        }

        if (top - bottom > Deepest)
        {
            values.Refuse(name, $"has more than {Deepest} levels.");
            return null;
        }

        var raw = text[start..(int)json.BytesConsumed];
        if (!Utf8.IsValid(raw))
        {
            values.Refuse(name, "is not UTF-8.");
            return null;
        }

        var compact = Compact(raw);
        if (compact.Length <= TaskLimits.Json)
        {
            return compact;
        }

        values.RefuseTooLarge(name, $"is longer than {TaskLimits.Json} bytes.");
        return null;
    }

    /// <param name="json">A valid value.</param>
    public static byte[] Compact(ReadOnlySpan<byte> json)
    {
        if (!json.ContainsAny(Space))
        {
            return json.ToArray();
        }

        var compact = ArrayPool<byte>.Shared.Rent(json.Length);
        var length = 0;
        while (!json.IsEmpty)
        {
            var part = json.IndexOfAny(SpaceOrText);
            part = part < 0 ? json.Length : json[part] == '"' ? part + LengthOfText(json[part..]) : part;
            json[..part].CopyTo(compact.AsSpan(length));
            length += part;
            json = json[part..];
            var next = json.IndexOfAnyExcept(Space);
            json = next < 0 ? [] : json[next..];
        }

        var result = compact.AsSpan(0, length).ToArray();
        ArrayPool<byte>.Shared.Return(compact);
        return result;
    }

    /// <summary>Of a string, with its quotes.</summary>
    private static int LengthOfText(ReadOnlySpan<byte> json)
    {
        var length = 1;
        while (true)
        {
            length += json[length..].IndexOfAny(TextEnds);
            if (json[length] == '"')
            {
                return length + 1;
            }

            // An escape has at least one more, which is no end.
            length += 2;
        }
    }
}
