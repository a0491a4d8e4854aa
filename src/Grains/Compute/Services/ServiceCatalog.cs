using System.Collections.Frozen;
using System.Text.Json;

namespace Switchyard.Compute.Services;

/// <summary>The services this cluster knows, by name.</summary>
public sealed class ServiceCatalog
{
    private readonly FrozenDictionary<string, IService> _byName;

    /// <exception cref="ArgumentException">Two services have one name.</exception>
    public ServiceCatalog(IEnumerable<IService> services)
    {
        All = [.. services];
        _byName = All.ToFrozenDictionary(service => service.Name, StringComparer.Ordinal);
    }

    /// <summary>In the order they were given.</summary>
    public IReadOnlyList<IService> All { get; }

    public IService? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Writes one service as clients see it: its name, its description, its inputs by id.</summary>
    public static void Write(Utf8JsonWriter json, IService service)
    {
        json.WriteStartObject();
        json.WriteString("name", service.Name);
        json.WriteString("description", service.Description);
        json.WritePropertyName("interface");
        WriteInterface(json, service);
        json.WriteEndObject();
    }

    /// <summary>Writes the inputs of a service by id, in their order.</summary>
    public static void WriteInterface(Utf8JsonWriter json, IService service)
    {
        json.WriteStartObject();
        foreach (var input in service.Inputs)
        {
            json.WritePropertyName(input.Id);
            input.Write(json);
        }

        json.WriteEndObject();
    }
}
