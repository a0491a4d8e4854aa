using System.Text.Json;

namespace Switchyard.Tables.Wire;

internal static class JsonWriting
{
    /// <summary>A list of objects under a key.</summary>
    public static void WriteArray<T>(this Utf8JsonWriter json, string key, IEnumerable<T> items, Action<Utf8JsonWriter, T> members)
    {
        json.WriteStartArray(key);
        foreach (var item in items)
        {
            json.WriteStartObject();
            members(json, item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>The tasks' keys in the order of the alphabet, with what a list holds about each.</summary>
    public static IEnumerable<(string Key, T Item)> ByTask<T>(this IEnumerable<T> items, Func<T, AnnotationTask> task) =>
        items.Select(item => (Key: task(item).ToString().ToLowerInvariant(), Item: item)).OrderBy(pair => pair.Key, StringComparer.Ordinal);
}
