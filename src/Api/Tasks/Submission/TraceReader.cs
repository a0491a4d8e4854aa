using System.Buffers;
using System.Text.Json;
using Switchyard.Tasks.Wire;

namespace Switchyard.Tasks.Submission;

/// <summary>Reads the submitter's trace, in W3C's form: <c>{"traceparent", "tracestate"?}</c>.</summary>
internal static class TraceReader
{
    private const int LongestState = 512;

    private static readonly MemberNames Names = new("traceparent", "tracestate");
    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdef");

    /// <returns>As JSON; null when there is none, or it is refused.</returns>
    public static byte[]? Read(ref Utf8JsonReader json, ref Values values)
    {
        if (json.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            values.Refuse("trace", "must be an object with traceparent and, if you like, tracestate.");
            return null;
        }

        string? parent = null;
        string? state = null;
        for (var member = values.Next(ref json, Names); member >= 0; member = values.Next(ref json, Names))
        {
            if (member == 0)
            {
                parent = values.Text(ref json, "traceparent", LongestState);
            }
            else
            {
                state = values.OptionalText(ref json, "tracestate", LongestState);
            }
        }

        if (parent is null || !IsParent(parent))
        {
            values.Refuse("traceparent", "must be as W3C has it: 00-{32 hex digits}-{16}-{2}, of which the first two are not all zero.");
            return null;
        }

        if (state?.AsSpan().ContainsAnyExceptInRange(' ', '~') == true)
        {
            values.Refuse("tracestate", "must be visible characters of ASCII.");
            return null;
        }

        return Write(parent, state);
    }

    private static bool IsParent(ReadOnlySpan<char> text) =>
        text.Length >= 55
        && text[2] == '-'
        && text[35] == '-'
        && text[52] == '-'
        && IsHex(text[..2])
        && IsHex(text[3..35])
        && IsHex(text[36..52])
        && IsHex(text[53..55])
        && text[3..35].ContainsAnyExcept('0')
        && text[36..52].ContainsAnyExcept('0')
        && text[..2] switch
        {
            "ff" => false,
            "00" => text.Length == 55,
            // Later versions may say more behind a dash.
            _ => text.Length == 55 || (text[55] == '-' && !text.ContainsAnyExceptInRange('!', '~')),
        };

    private static bool IsHex(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(Hex);

    private static byte[] Write(string parent, string? state)
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        using (var json = new Utf8JsonWriter(buffer, JsonReply.Options))
        {
            json.WriteStartObject();
            json.WriteString("traceparent"u8, parent);
            if (state is { Length: > 0 })
            {
                json.WriteString("tracestate"u8, state);
            }

            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
