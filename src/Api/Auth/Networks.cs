using System.Net;
using System.Net.Sockets;

namespace Switchyard.Auth;

/// <summary>Addresses of senders.</summary>
internal static class Networks
{
    /// <summary>As people write it; null when it is not known.</summary>
    public static string? Text(IPAddress? address) => address is null ? null : Plain(address).ToString();

    /// <summary>Of IPv6 the first half, for the second is the sender's to choose.</summary>
    public static IPAddress Of(IPAddress? address)
    {
        if (address is null)
        {
            return IPAddress.None;
        }

        var plain = Plain(address);
        if (plain.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return plain;
        }

        var bytes = plain.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
