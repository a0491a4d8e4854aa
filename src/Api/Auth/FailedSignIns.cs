using System.Net;
using System.Net.Sockets;

namespace Switchyard.Auth;

/// <summary>
/// Makes guessing slow: each failure of an address is answered later than the one before, up to five seconds. Who signs in
/// rightly never waits, so nobody can be locked out from here.
/// </summary>
internal sealed class FailedSignIns(TimeProvider time)
{
    /// <summary>Addresses; beyond these, the one that failed longest ago is forgotten.</summary>
    public const int Capacity = 10_000;

    private const int MostDoublings = 6;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);

    private readonly Dictionary<IPAddress, Tally> _failures = [];
    private readonly Lock _lock = new();

    /// <summary>How many addresses are remembered.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _failures.Count;
            }
        }
    }

    /// <summary>Counts a failure, and completes when it may be answered.</summary>
    public Task DelayAsync(IPAddress? address, CancellationToken cancellationToken)
    {
        var earlier = Add(NetworkOf(address));
        var delay = FirstDelay * (1 << Math.Min(earlier, MostDoublings));
        return Task.Delay(delay < LongestDelay ? delay : LongestDelay, time, cancellationToken);
    }

    public void Forget(IPAddress? address)
    {
        lock (_lock)
        {
            _failures.Remove(NetworkOf(address));
        }
    }

    private int Add(IPAddress address)
    {
        lock (_lock)
        {
            var known = _failures.TryGetValue(address, out var failures) && time.GetElapsedTime(failures.Last) < Memory;
            if (_failures.Count >= Capacity && !_failures.ContainsKey(address))
            {
                _failures.Remove(_failures.MinBy(entry => entry.Value.Last).Key);
            }

            var earlier = known ? failures.Count : 0;
            _failures[address] = new Tally(earlier + 1, time.GetTimestamp());
            return earlier;
        }
    }

    /// <summary>Of IPv6 the first half, for the second is the sender's to choose.</summary>
    private static IPAddress NetworkOf(IPAddress? address)
    {
        if (address is null)
        {
            return IPAddress.None;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }

    private readonly record struct Tally(int Count, long Last);
}
