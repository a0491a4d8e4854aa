using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Switchyard.Configuration;

namespace Switchyard.Hosting;

/// <summary>Tells which door a local port belongs to. A configured port of 0 is known once the server has bound it.</summary>
internal sealed class DoorPorts(ListenUrls urls, IServer server)
{
    private readonly Lazy<IReadOnlyDictionary<int, string>> _doors = new(() => Resolve(urls, server));

    public bool Any => urls.Doors.Count > 0;

    /// <summary>The door whose own port this is, or null for the main port.</summary>
    public string? DoorOf(int localPort) => _doors.Value.GetValueOrDefault(localPort);

    /// <summary>The root of the main port under the host name of a request.</summary>
    public string MainRoot(HostString host)
    {
        var main = BindingAddress.Parse(server.Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return $"{main.Scheme}://{new HostString(host.Host, main.Port)}/";
    }

    private static Dictionary<int, string> Resolve(ListenUrls urls, IServer server)
    {
        // The server lists what it bound in the order it was told: the doors come last.
        var bound = server.Features.Get<IServerAddressesFeature>()!.Addresses.ToArray();
        var ports = new Dictionary<int, string>();
        for (var index = 0; index < urls.Doors.Count; index++)
        {
            var door = urls.Doors[index];
            var port = BindingAddress.Parse(door.Url).Port;
            if (port == 0)
            {
                port = BindingAddress.Parse(bound[bound.Length - urls.Doors.Count + index]).Port;
            }

            ports[port] = door.Door;
        }

        return ports;
    }
}
