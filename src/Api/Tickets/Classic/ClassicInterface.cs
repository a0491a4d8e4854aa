using System.Text.Json;
using Switchyard.Compute;

namespace Switchyard.Tickets.Classic;

/// <summary>
/// A service's inputs as the classic protocol names them: destinations, texts, widgets. Its client needs bounds for a
/// slider, which services do not have: those of the settings are widened until the default lies between them.
/// </summary>
internal static class ClassicInterface
{
    public static IReadOnlyList<ClassicInput> Inputs(ServiceDefinition service)
    {
        using var json = JsonDocument.Parse(service.Interface);
        return [.. json.RootElement.EnumerateObject().Select(input =>
            new ClassicInput(input.Name, input.Value.GetProperty("type").GetString() ?? ""))];
    }

    /// <summary>Writes the list of elements.</summary>
    public static void Write(Utf8JsonWriter json, ServiceDefinition service, ClassicOptions options)
    {
        using var document = JsonDocument.Parse(service.Interface);
        json.WriteStartArray();
        foreach (var input in document.RootElement.EnumerateObject())
        {
            json.WriteStartObject();
            foreach (var member in input.Value.EnumerateObject())
            {
                WriteMember(json, member);
            }

            if (WidgetOf(input.Value.GetProperty("type").GetString()) == "slider")
            {
                WriteBounds(json, input.Value, options);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteMember(Utf8JsonWriter json, JsonProperty member)
    {
        switch (member.Name)
        {
            case "id":
                json.WriteString("destination", member.Value.GetString());
                break;
            case "name":
                json.WriteString("text", member.Value.GetString());
                break;
            case "type":
                json.WriteString("type", WidgetOf(member.Value.GetString()));
                break;
            case "choices":
                json.WritePropertyName("options");
                member.Value.WriteTo(json);
                break;
            default:
                member.WriteTo(json);
                break;
        }
    }

    private static void WriteBounds(Utf8JsonWriter json, JsonElement input, ClassicOptions options)
    {
        var usual = input.TryGetProperty("default", out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number)
            ? number
            : options.SliderMinimum;
        if (!input.TryGetProperty("minimum", out _))
        {
            json.WriteNumber("minimum", Math.Min(options.SliderMinimum, Math.Floor(usual)));
        }

        if (!input.TryGetProperty("maximum", out _))
        {
            json.WriteNumber("maximum", Math.Max(options.SliderMaximum, Math.Ceiling(usual)));
        }
    }

    private static string? WidgetOf(string? type) => type switch
    {
        "float" or "int" => "slider",
        "boolean" => "checkbox",
        "pointlist" => "fiducials",
        "singlechoice" => "radiobutton",
        _ => type,
    };
}

/// <param name="Type">As the service names it.</param>
internal sealed record ClassicInput(string Id, string Type)
{
    public bool IsVolume => Type == "volume";
}
