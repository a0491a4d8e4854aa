using Switchyard.Chaos.Findings;

namespace Switchyard.Chaos.Loads.Jobs;

/// <summary>What the clients were told about one job.</summary>
internal sealed class JobHistory(long id)
{
    private readonly List<(long Lease, long HeardAt)> _claims = [];
    private readonly List<(long Lease, string Status, long SentAt)> _ends = [];

    private long? _madeAt;

    /// <summary>The making of the job was acknowledged.</summary>
    public void Made(long at) => _madeAt ??= at;

    /// <summary>A worker heard that it has the job under this lease.</summary>
    public void Claimed(long lease, long heardAt)
    {
        lock (_claims)
        {
            _claims.Add((lease, heardAt));
        }
    }

    /// <summary>A worker heard that its end of the job was accepted.</summary>
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

    /// <param name="stored">The status in the store; null: the job is not there.</param>
    public void Check(string? stored, FindingList findings, string door)
    {
        if (_madeAt is null)
        {
            findings.Doubled(door, null, $"job {id} is one that no client was told of");
        }

        switch (_ends.DistinctBy(end => end.Lease).ToList())
        {
            case var _ when stored is null:
                findings.Lost(door, _madeAt, $"job {id} is not there");
                break;
            case []:
                findings.Lost(door, _madeAt, $"job {id} was never ended by a worker; it is {stored}");
                break;
            case [var end]:
                CheckEnd(end, stored, findings, door);
                break;
            case var ends:
                findings.Doubled(door, ends[^1].SentAt, $"job {id} was ended under the leases {string.Join(", ", ends.Select(end => end.Lease))}");
                break;
        }
    }

    private void CheckEnd((long Lease, string Status, long SentAt) end, string stored, FindingList findings, string door)
    {
        if (stored != end.Status)
        {
            findings.Lost(door, end.SentAt, $"job {id} was ended as {end.Status} and is {stored}");
        }

        // From the moment that somebody has a newer lease, the older one is worth nothing.
        if (_claims.Any(claim => claim.Lease > end.Lease && claim.HeardAt < end.SentAt))
        {
            findings.Doubled(door, end.SentAt, $"job {id}: an end under lease {end.Lease} was accepted after a newer lease was given");
        }

        if (_claims.Any(claim => claim.Lease > end.Lease && claim.HeardAt > end.SentAt) && !_claims.Exists(claim => claim.Lease == end.Lease))
        {
            findings.Doubled(door, end.SentAt, $"job {id} was handed out after its end");
        }

        if (_claims.GroupBy(claim => claim.Lease).FirstOrDefault(lease => lease.Count() > 1) is { } twice)
        {
            findings.Doubled(door, twice.First().HeardAt, $"job {id}: the lease {twice.Key} was given twice");
        }
    }
}
