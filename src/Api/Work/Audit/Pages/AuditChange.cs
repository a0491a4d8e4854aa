using System.Text.Json;
using Switchyard.Text;

namespace Switchyard.Work.Audit.Pages;

/// <summary>What an act changed, for people: of two objects in JSON only the members that differ. Pure.</summary>
internal static class AuditChange
{
    /// <summary>Characters of a value that are shown.</summary>
    private const int Longest = 120;

    private const string Nothing = "\u2013";

    /// <summary>One line for each thing that changed; none where nothing is known.</summary>
    public static IReadOnlyList<string> Of(string? before, string? after)
    {
        if (before is null && after is null)
        {
            return [];
        }

        if (Read(before) is { } old && Read(after) is { } next)
        {
            return
            [
                .. from name in old.Keys.Union(next.Keys)
                   let was = old.GetValueOrDefault(name, Nothing)
                   let became = next.GetValueOrDefault(name, Nothing)
                   where was != became
                   select $"{name}: {Short(was)} \u2192 {Short(became)}",
            ];
        }

        return [$"{Short(before ?? Nothing)} \u2192 {Short(after ?? Nothing)}"];
    }

    /// <summary>The values by their paths; null: it is no object.</summary>
    private static Dictionary<string, string>? Read(string? json)
    {
        if (json is not { Length: > 1 } || json[0] != '{')
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            var members = new Dictionary<string, string>();
            Add(document.RootElement, "", members);
            return members;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void Add(JsonElement element, string path, Dictionary<string, string> members)
    {
        foreach (var member in element.EnumerateObject())
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(member.Name);
            if (member.Value.ValueKind == JsonValueKind.Object)
            {
                Add(member.Value, $"{path}{name}.", members);
            }
            else
            {
                members[path + name] = member.Value.ValueKind == JsonValueKind.Null ? "none" : member.Value.ToString();
            }
        }
    }

    /// <summary>The beginning of a text; a sign says that there is more.</summary>
    public static string Short(string text) => SoundText.StartOf(text, Longest) is var start && start.Length < text.Length ? start + "\u2026" : text;
}
