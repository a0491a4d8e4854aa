using System.Text.Json;

namespace Switchyard.Compute.Services.Inputs;

/// <summary>One typed input of a service: how it is described to clients, and what is accepted for it.</summary>
public abstract class ServiceInput
{
    private protected ServiceInput(string id)
    {
        Id = id;
    }

    /// <summary>Its key in <c>main.json</c>, or the middle of its file's name; unique in its service.</summary>
    public string Id { get; }

    /// <summary>For people.</summary>
    public required string Name { get; init; }

    public string Description { get; init; } = "";

    /// <summary>Whether it may be absent: then its default is its value, if its type has one. Default: false.</summary>
    public bool Optional { get; init; }

    /// <summary>Its type's name on the wire.</summary>
    public abstract string Type { get; }

    /// <summary>Where its value comes from, on the wire: <c>mainjson</c> or <c>file</c>.</summary>
    public abstract string Store { get; }

    /// <summary>Writes what clients see of it in the list of services.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", Id);
        json.WriteString("name", Name);
        json.WriteString("description", Description);
        json.WriteString("type", Type);
        json.WriteString("store", Store);
        WriteExtras(json);
        if (Optional)
        {
            json.WriteBoolean("optional", true);
        }

        json.WriteEndObject();
    }

    /// <summary>What only its type has, such as a default.</summary>
    private protected abstract void WriteExtras(Utf8JsonWriter json);
}
