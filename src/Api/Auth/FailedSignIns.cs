using System.Net;

namespace Switchyard.Auth;

/// <summary>
/// Makes guessing slow: an address that failed ten times within a minute is not listened to for a minute, rightly or wrongly.
/// Never an account: who guesses at one would lock its owner out.
/// </summary>
internal sealed class FailedSignIns(TimeProvider time)
{
    /// <summary>Addresses; beyond these, the one that failed longest ago is forgotten.</summary>
    public const int Capacity = 10_000;

    /// <summary>As many failures within <see cref="Window"/> close an address.</summary>
    public const int MostFailures = 10;

    /// <summary>Also how long it stays closed.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Dictionary<IPAddress, Failures> _failures = [];
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

    /// <summary>How long an address is still closed; null when it is not.</summary>
    public TimeSpan? ClosedFor(IPAddress? address)
    {
        lock (_lock)
        {
            if (!_failures.TryGetValue(Networks.Of(address), out var failures) || failures.ClosedAt is not { } closed)
            {
                return null;
            }

            var left = Window - time.GetElapsedTime(closed);
            return left > TimeSpan.Zero ? left : null;
        }
    }

    /// <summary>Counts a failure.</summary>
    /// <returns>Whether it closes the address.</returns>
    public bool Add(IPAddress? address)
    {
        var network = Networks.Of(address);
        lock (_lock)
        {
            if (!_failures.TryGetValue(network, out var failures))
            {
                if (_failures.Count >= Capacity)
                {
                    _failures.Remove(_failures.MinBy(entry => entry.Value.Last).Key);
                }

                _failures[network] = failures = new Failures();
            }

            return failures.Add(time);
        }
    }

    private sealed class Failures
    {
        private readonly Queue<long> _times = new(MostFailures);

        public long Last { get; private set; }

        public long? ClosedAt { get; private set; }

        public bool Add(TimeProvider time)
        {
            while (_times.TryPeek(out var first) && time.GetElapsedTime(first) >= Window)
            {
                _times.Dequeue();
            }

            Last = time.GetTimestamp();
            _times.Enqueue(Last);
            if (_times.Count < MostFailures)
            {
                return false;
            }

            _times.Clear();
            ClosedAt = Last;
            return true;
        }
    }
}
