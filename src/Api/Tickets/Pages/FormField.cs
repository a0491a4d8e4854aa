using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Switchyard.Tickets.Pages;

/// <summary>One input of a service and what a person has said for it.</summary>
public sealed class FormField
{
    /// <exception cref="KeyNotFoundException">It is no input.</exception>
    /// <exception cref="InvalidOperationException">It is no input.</exception>
    internal FormField(JsonElement input)
    {
        Id = input.GetProperty("id").GetString()!;
        Type = input.GetProperty("type").GetString()!;
        Name = Text(input, "name") is { Length: > 0 } name ? name : Id;
        Description = Text(input, "description");
        IsFile = Text(input, "store") == "file";
        IsOptional = input.TryGetProperty("optional", out var optional) && optional.ValueKind == JsonValueKind.True;
        Minimum = Number(input, "minimum");
        Maximum = Number(input, "maximum");
        Choices = input.TryGetProperty("choices", out var choices) ? [.. choices.EnumerateArray().Select(choice => choice.GetString()!)] : [];
        NumberEntries = Number(input, "number_entries") is > 0 and { } entries ? (int)entries : null;
        var value = input.TryGetProperty("default", out var given) ? given : default;
        Flag = value.ValueKind == JsonValueKind.True;
        Value = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number => value.GetRawText(),
            _ => "",
        };
        if (Type == PointList)
        {
            Points.AddRange(Value.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(FormPoint.Parse));
            while (Points.Count < (NumberEntries ?? 0))
            {
                Points.Add(new FormPoint());
            }
        }
    }

    internal const string PointList = "pointlist";

    public string Id { get; }

    public string Name { get; }

    public string Description { get; }

    /// <summary>The word of the wire: "float", "volume", and so on.</summary>
    public string Type { get; }

    /// <summary>Whether it is a file of its own; what is chosen the browser alone knows.</summary>
    public bool IsFile { get; }

    public bool IsOptional { get; }

    /// <summary>Of a slider; values are not held to it.</summary>
    public double? Minimum { get; }

    /// <inheritdoc cref="Minimum"/>
    public double? Maximum { get; }

    public IReadOnlyList<string> Choices { get; }

    /// <summary>How many points it takes; null: any number but none.</summary>
    public int? NumberEntries { get; }

    /// <summary>What was typed or chosen.</summary>
    public string Value { get; set; }

    /// <summary>Of a boolean.</summary>
    public bool Flag { get; set; }

    public List<FormPoint> Points { get; } = [];

    /// <summary>Why it cannot be sent like this; null when it can.</summary>
    public string? Problem => Type switch
    {
        "float" when !double.TryParse(Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number) => "Not a number.",
        "int" when !BigInteger.TryParse(Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) => "Not a whole number.",
        PointList when Points.Count == 0 && !IsOptional => "At least one point is needed.",
        PointList when Points.Exists(point => !point.IsWhole) => "Each point needs three numbers.",
        _ => null,
    };

    /// <summary>Writes it as a member of <c>inputs</c>.</summary>
    internal void Write(Utf8JsonWriter json)
    {
        if (Type == PointList && Points.Count == 0)
        {
            return;
        }

        json.WritePropertyName(Id);
        switch (Type)
        {
            case "boolean":
                json.WriteBooleanValue(Flag);
                break;
            case "float" when Problem is null:
                json.WriteNumberValue(double.Parse(Value, CultureInfo.InvariantCulture));
                break;
            case "int" when Problem is null:
                json.WriteRawValue(BigInteger.Parse(Value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture));
                break;
            case PointList:
                json.WriteStringValue(string.Join(';', Points));
                break;
            default:
                json.WriteStringValue(Value);
                break;
        }
    }

    private static string Text(JsonElement input, string name) =>
        input.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";

    private static double? Number(JsonElement input, string name) =>
        input.TryGetProperty(name, out var number) && number.ValueKind == JsonValueKind.Number ? number.GetDouble() : null;
}

/// <summary>A point as it is typed.</summary>
public sealed class FormPoint
{
    public string X { get; set; } = "0";

    public string Y { get; set; } = "0";

    public string Z { get; set; } = "0";

    public bool IsWhole => IsNumber(X) && IsNumber(Y) && IsNumber(Z);

    /// <summary>As it is sent: "1,2.5,-3".</summary>
    public override string ToString() => $"{X.Trim()},{Y.Trim()},{Z.Trim()}";

    internal static FormPoint Parse(string text) =>
        text.Split(',') is [var x, var y, var z] ? new FormPoint { X = x.Trim(), Y = y.Trim(), Z = z.Trim() } : new FormPoint { X = text };

    private static bool IsNumber(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number);
}
