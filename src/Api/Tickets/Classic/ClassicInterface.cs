using System.Text.Json;
using Switchyard.Compute;

namespace Switchyard.Tickets.Classic;

/// <summary>
/// A service's inputs as the classic protocol names them: destinations, texts, widgets. Its client needs bounds for a
/// slider and begins in their middle: an input has its own, or those of the settings, or they are set around its default.
/// </summary>
internal static class ClassicInterface
{
    /// <summary>How long a slider is about whose numbers nothing is known.</summary>
    private const int Usual = 100;

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
            case "optional":
                // A word of ours, which its client does not know.
                break;
            default:
                member.WriteTo(json);
                break;
        }
    }

    private static void WriteBounds(Utf8JsonWriter json, JsonElement input, ClassicOptions options)
    {
        var usual = Number(input, "default") ?? 0;
        var (least, most) = (Number(input, "minimum"), Number(input, "maximum"));
        var (minimum, maximum) = (least, most, options) switch
        {
            (null, null, { SliderMinimum: null, SliderMaximum: null }) => Around(usual),
            (null, null, _) => (Math.Min(options.SliderMinimum ?? 0, Math.Floor(usual)), Math.Max(options.SliderMaximum ?? Usual, Math.Ceiling(usual))),
            ({ } from, null, _) => (from, usual > from ? (2 * usual) - from : from + Usual),
            (null, { } to, _) => (usual < to ? (2 * usual) - to : to - Usual, to),
            ({ } from, { } to, _) => (from, to),
        };
        if (least is null)
        {
            json.WriteNumber("minimum", minimum);
        }

        if (most is null)
        {
            json.WriteNumber("maximum", maximum);
        }
    }

    private static (double Minimum, double Maximum) Around(double usual) => usual switch
    {
        0 => (0, Usual),
        < 0 => (2 * usual, 0),
        _ => (0, 2 * usual),
    };

    private static double? Number(JsonElement input, string name) =>
        input.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) ? number : null;

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
