using System.Text.Json;

namespace Switchyard.Jobs.Validation;

/// <summary>One rule that a request breaks, in the words of the original's library.</summary>
/// <param name="Type">The rule's name there; clients may branch on it.</param>
/// <param name="Input">What was sent; null: too long to be sent back.</param>
/// <param name="Context">What the rule asks for: texts and whole numbers.</param>
internal sealed record Violation(
    string Type, Place Place, string Message, JsonElement? Input, params IReadOnlyList<(string Name, object Value)> Context)
{
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", Type);
        json.WriteStartArray("loc");
        Place.Write(json);
        json.WriteEndArray();
        json.WriteString("msg", Message);
        if (Input is { } input)
        {
            json.WritePropertyName("input");
            // It was read as JSON, and may be nested deeper than a writer writes.
            json.WriteRawValue(input.GetRawText(), skipInputValidation: true);
        }

        if (Context.Count > 0)
        {
            WriteContext(json);
        }

        json.WriteEndObject();
    }

    private void WriteContext(Utf8JsonWriter json)
    {
        json.WriteStartObject("ctx");
        foreach (var (name, value) in Context)
        {
            if (value is int number)
            {
                json.WriteNumber(name, number);
            }
            else
            {
                json.WriteString(name, (string)value);
            }
        }

        json.WriteEndObject();
    }
}
