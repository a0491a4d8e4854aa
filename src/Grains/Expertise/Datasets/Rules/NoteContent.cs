using System.Text.Json;
using System.Text.RegularExpressions;
using Switchyard.Expertise.Datasets.OpenReview;

namespace Switchyard.Expertise.Datasets.Rules;

/// <summary>The fields of a note: plain values of the first API, <c>{"value": ...}</c> of the second.</summary>
internal static partial class NoteContent
{
    /// <summary>The field's text; null when it is missing or no text.</summary>
    public static string? Text(this Note note, string field) =>
        Value(note.Content, field) is { ValueKind: JsonValueKind.String } text ? Text(text) : null;

    /// <summary>Whether the note has these values; null stands for a field that is null or missing.</summary>
    public static bool Matches(this Note note, IReadOnlyDictionary<string, JsonElement>? fields) => fields is null || fields.All(
        field => (Value(note.Content, field.Key), field.Value.ValueKind) switch
        {
            (null, var wanted) => wanted == JsonValueKind.Null,
            ({ } value, _) => JsonElement.DeepEquals(value, field.Value),
        });

    private static JsonElement? Value(JsonElement? content, string field)
    {
        if (content is not { ValueKind: JsonValueKind.Object } fields || !fields.TryGetProperty(field, out var value))
        {
            return null;
        }

        return value.ValueKind != JsonValueKind.Object ? value : value.TryGetProperty("value", out var inner) ? inner : null;
    }

    // Half a character, which a cut text ends with, is no text to .NET.
    private static string? Text(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            using var whole = JsonDocument.Parse(Surrogate().Replace(text.GetRawText(), @"\ufffd"));
            return whole.RootElement.GetString();
        }
    }

    [GeneratedRegex(@"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")]
    private static partial Regex Surrogate();
}
