using System.Text.Json;

namespace Switchyard.Tables.Wire;

/// <summary>What the original's language takes for "nothing": null, false, 0 and whatever is empty.</summary>
internal static class Falsy
{
    /// <summary>Moves past the value only when it is an empty list or object.</summary>
    public static bool Is(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null or JsonTokenType.False:
                return true;
            case JsonTokenType.Number:
                return reader.TryGetDouble(out var number) && number == 0;
            case JsonTokenType.String:
                return reader.HasValueSequence ? reader.ValueSequence.IsEmpty : reader.ValueSpan.IsEmpty;
            case JsonTokenType.StartArray or JsonTokenType.StartObject:
                var ahead = reader;
                ahead.Read();
                if (ahead.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject))
                {
                    return false;
                }

                reader = ahead;
                return true;
            default:
                return false;
        }
    }
}
