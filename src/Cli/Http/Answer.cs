using System.Text.Json;

namespace Switchyard.Cli.Http;

/// <summary>What the node answered.</summary>
/// <param name="Text">As it came.</param>
internal sealed record Answer(string Text)
{
    private JsonElement? _json;

    /// <exception cref="JsonException">It is no JSON.</exception>
    public JsonElement Json => _json ??= Parse(Text);

    /// <summary>What stands in a list.</summary>
    public IEnumerable<JsonElement> Items => Json.ValueKind == JsonValueKind.Array ? Json.EnumerateArray() : Json.Each("items");

    /// <summary>Where the next part of a list begins; null: this is the last.</summary>
    public string? Next => Json.ValueKind == JsonValueKind.Object ? Json.Said("next") : null;

    /// <exception cref="JsonException">It is no JSON.</exception>
    public static JsonElement Parse(string text)
    {
        using var document = JsonDocument.Parse(text, new() { MaxDepth = 300 });
        return document.RootElement.Clone();
    }
}
