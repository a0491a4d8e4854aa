using System.Globalization;
using System.Text.Json;

namespace Switchyard.Cli.Http;

/// <summary>Reads answers without a type for each: what a newer node leaves out is nothing, not an error.</summary>
internal static class Reading
{
    /// <summary>A member; undefined where there is none, or nothing to have one.</summary>
    public static JsonElement Of(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : default;

    /// <summary>A member as text; null: it is not there, or null.</summary>
    public static string? Said(this JsonElement element, string name) => element.Of(name).Said();

    /// <summary>A value as text; null: it is not there, or null.</summary>
    public static string? Said(this JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        _ => value.GetRawText(),
    };

    public static string Text(this JsonElement element, string name) => element.Said(name) ?? "";

    /// <summary>A whole number; 0: it is not there.</summary>
    public static long Count(this JsonElement element, string name) =>
        element.Of(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : 0;

    /// <summary>Null: it is not there.</summary>
    public static double? Number(this JsonElement element, string name) =>
        element.Of(name) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : null;

    public static bool Is(this JsonElement element, string name) => element.Of(name).ValueKind == JsonValueKind.True;

    /// <summary>Null: it is not there.</summary>
    public static DateTimeOffset? Time(this JsonElement element, string name) =>
        DateTimeOffset.TryParse(element.Said(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    /// <summary>The elements of a list; none: it is not there.</summary>
    public static IEnumerable<JsonElement> Each(this JsonElement element, string name) =>
        element.Of(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    /// <summary>A list of words, as a text.</summary>
    public static string Words(this JsonElement element, string name) => string.Join(", ", element.Each(name).Select(one => one.Said()));
}
