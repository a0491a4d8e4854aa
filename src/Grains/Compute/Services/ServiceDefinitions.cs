using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using System.Text.Json;

namespace Switchyard.Compute.Services;

/// <summary>The offered services of the catalog as clients see them, made once.</summary>
internal sealed class ServiceDefinitions
{
    private readonly FrozenDictionary<string, ServiceDefinition> _byName;

    public ServiceDefinitions(ServiceCatalog catalog)
    {
        All = [.. catalog.All.Where(service => service.IsOffered).Select(service => new ServiceDefinition(service.Name, service.Description, InterfaceOf(service)))];
        _byName = All.ToFrozenDictionary(service => service.Name, StringComparer.Ordinal);
    }

    /// <summary>In the catalog's order.</summary>
    public IReadOnlyList<ServiceDefinition> All { get; }

    public ServiceDefinition? Find(string name) => _byName.GetValueOrDefault(name);

    private static string InterfaceOf(IService service)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            ServiceCatalog.WriteInterface(json, service);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
