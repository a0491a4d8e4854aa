using Switchyard.Chaos.Findings;

namespace Switchyard.Chaos.Loads;

/// <summary>What clients were told about one item that workers have under leases.</summary>
/// <param name="what">The word for it.</param>
internal sealed class LeaseHistory(string what, long id)
{
    private readonly List<(long Lease, long HeardAt)> _claims = [];
    private readonly List<Hold> _holds = [];
    private readonly HashSet<long> _givenBack = [];
    private readonly List<(long Lease, string Status, long SentAt)> _ends = [];

    private string? _takenTwice;
    private long? _madeAt;

    /// <summary>Its making was acknowledged.</summary>
    public void Made(long at) => _madeAt ??= at;

    /// <summary>A worker heard that it has the item under this lease.</summary>
    public void Claimed(long lease, long heardAt)
    {
        lock (_claims)
        {
            _claims.Add((lease, heardAt));
        }
    }

    /// <summary>
    /// Nobody else may have the item under a newer lease before a time, unless the holder gives it back. Call it after <see cref="Claimed"/>.
    /// </summary>
    /// <param name="from">Before the lease was given.</param>
    /// <param name="until">Before it can run out.</param>
    /// <param name="wrongAt">When a node's clock was last wrong: what was given before says nothing.</param>
    public void Held(long lease, long from, long until, long heardAt, long wrongAt)
    {
        lock (_claims)
        {
            var held = new Hold(lease, from, until, heardAt, wrongAt);
            foreach (var other in _holds)
            {
                // Whichever of the two was heard of first.
                var (older, newer) = other.Lease < lease ? (other, held) : (held, other);
                if (older.Lease < newer.Lease && newer.HeardAt < older.Until && newer.WrongAt < older.From && !_givenBack.Contains(older.Lease))
                {
                    _takenTwice ??= $"it was handed out under lease {newer.Lease} while it was held under {older.Lease}";
                }
            }

            _holds.Add(held);
        }
    }

    /// <summary>Its holder is about to give it back.</summary>
    public void GivenBack(long lease)
    {
        lock (_claims)
        {
            _givenBack.Add(lease);
        }
    }

    /// <summary>A worker heard that its end of the item was accepted.</summary>
    /// <param name="sentAt">When it said so for the first time.</param>
    /// <returns>Whether it is the first end.</returns>
    public bool Ended(long lease, string status, long sentAt)
    {
        lock (_claims)
        {
            _ends.Add((lease, status, sentAt));
            return _ends.Count == 1;
        }
    }

    /// <param name="stored">The status in the store; null: the item is not there.</param>
    public void Check(string? stored, FindingList findings, string door)
    {
        if (_madeAt is null)
        {
            findings.Doubled(door, null, $"{what} {id} is one that no client was told of");
        }

        if (_takenTwice is { } why)
        {
            findings.Wrong(door, null, $"{what} {id}: {why}");
        }

        switch (_ends.DistinctBy(end => end.Lease).ToList())
        {
            case var _ when stored is null:
                findings.Lost(door, _madeAt, $"{what} {id} is not there");
                break;
            case []:
                findings.Lost(door, _madeAt, $"{what} {id} was never ended by a worker; it is {stored}");
                break;
            case [var end]:
                CheckEnd(end, stored, findings, door);
                break;
            case var ends:
                findings.Doubled(door, ends[^1].SentAt, $"{what} {id} was ended under the leases {string.Join(", ", ends.Select(end => end.Lease))}");
                break;
        }
    }

    private void CheckEnd((long Lease, string Status, long SentAt) end, string stored, FindingList findings, string door)
    {
        if (stored != end.Status)
        {
            findings.Lost(door, end.SentAt, $"{what} {id} was ended as {end.Status} and is {stored}");
        }

        // From the moment that somebody has a newer lease, the older one is worth nothing.
        if (_claims.Any(claim => claim.Lease > end.Lease && claim.HeardAt < end.SentAt))
        {
            findings.Doubled(door, end.SentAt, $"{what} {id}: an end under lease {end.Lease} was accepted after a newer lease was given");
        }

        if (_claims.Any(claim => claim.Lease > end.Lease && claim.HeardAt > end.SentAt) && !_claims.Exists(claim => claim.Lease == end.Lease))
        {
            findings.Doubled(door, end.SentAt, $"{what} {id} was handed out after its end");
        }

        if (_claims.GroupBy(claim => claim.Lease).FirstOrDefault(lease => lease.Count() > 1) is { } twice)
        {
            findings.Doubled(door, twice.First().HeardAt, $"{what} {id}: the lease {twice.Key} was given twice");
        }
    }

    private readonly record struct Hold(long Lease, long From, long Until, long HeardAt, long WrongAt);
}
