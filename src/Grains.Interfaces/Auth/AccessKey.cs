namespace Switchyard.Auth;

/// <summary>A key of a program, without its secret: that is told once, when the key is made.</summary>
[GenerateSerializer, Immutable, Alias("switchyard.auth.access-key")]
public sealed record AccessKey
{
    /// <summary>The most characters of a name.</summary>
    public const int LongestName = 100;

    /// <summary>Unique; a part of the secret's text, and no secret itself.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>Who acts with it, for the record; 1 to 100 characters. Several keys may have one name, as when one is to replace another.</summary>
    [Id(1)] public required string Name { get; init; }

    [Id(2)] public required Role Role { get; init; }

    [Id(3)] public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who made it; null when it was made by the node's command.</summary>
    [Id(4)] public string? CreatedBy { get; init; }

    /// <summary>From then on it opens nothing; null: never.</summary>
    [Id(5)] public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>To within some minutes; null: it was not used yet.</summary>
    [Id(6)] public DateTimeOffset? LastUsedAt { get; init; }

    [Id(7)] public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>The doors that it opens; empty: all, and what is no door's.</summary>
    [Id(8)] public IReadOnlyList<string> Doors { get; init; } = [];

    /// <summary>The queues that it may name; empty: all, and what is no queue's.</summary>
    [Id(9)] public IReadOnlyList<string> Queues { get; init; } = [];

    /// <summary>Whether it opens anything at a time.</summary>
    public bool IsValid(DateTimeOffset now) => RevokedAt is null && !(ExpiresAt <= now);
}
