using Npgsql;

namespace Switchyard.Tasks.Lane.Postgres;

/// <summary>A row of leases that the transaction has locked, with what it takes out of it.</summary>
internal sealed class LanePart
{
    public const string Columns = "number, part, queue, worker, lease, started_at, expires_at, until, ids";

    private LanePart(NpgsqlDataReader record)
    {
        Number = record.GetInt64(0);
        Part = record.GetInt32(1);
        Queue = record.GetInt32(2);
        Worker = record.GetString(3);
        Lease = TimeSpan.FromMilliseconds(record.GetInt64(4));
        StartedAt = record.Time(5);
        ExpiresAt = record.Time(6);
        Until = record.OptionalTime(7);
        Ids = [.. record.GetFieldValue<long[]>(8)];
        Stored = Ids.Count;
    }

    public long Number { get; }

    public int Part { get; }

    public int Queue { get; }

    public string Worker { get; }

    /// <summary>What the claim asked for.</summary>
    public TimeSpan Lease { get; }

    public DateTimeOffset StartedAt { get; }

    public DateTimeOffset ExpiresAt { get; }

    /// <summary>When the attempts are over; null: never.</summary>
    public DateTimeOffset? Until { get; }

    public HashSet<long> Ids { get; }

    /// <summary>How many ids the row has.</summary>
    public int Stored { get; }

    /// <summary>Those that are renewed, with the time.</summary>
    public Dictionary<long, DateTimeOffset> Renewed { get; } = [];

    /// <summary>Until when they are held from now on; null: as before.</summary>
    public DateTimeOffset? RenewedTo { get; set; }

    public static LanePart Read(NpgsqlDataReader record) => new(record);
}
