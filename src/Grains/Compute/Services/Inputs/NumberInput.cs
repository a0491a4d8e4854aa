using System.Text.Json;

namespace Switchyard.Compute.Services.Inputs;

/// <summary>A number. Clients that show sliders are told their bounds; values are not held to them.</summary>
public abstract class NumberInput(string id) : MainJsonInput(id)
{
    /// <summary>Default: null, none is told.</summary>
    public double? Minimum { get; init; }

    /// <summary>Default: null, none is told.</summary>
    public double? Maximum { get; init; }

    private protected override void WriteExtras(Utf8JsonWriter json)
    {
        base.WriteExtras(json);
        if (Minimum is { } least)
        {
            json.WriteNumber("minimum", least);
        }

        if (Maximum is { } most)
        {
            json.WriteNumber("maximum", most);
        }
    }
}
