using System.Data.Common;
using System.Text.Json;

namespace Switchyard.Work.Store;

/// <summary>The columns of <c>work_item</c> as the statements name them, and the way from a record to a <see cref="WorkRow"/>.</summary>
internal static class WorkColumns
{
    private const string Head =
        "w.id, w.kind, w.queue, w.priority, w.status, w.attempt, w.lease_number, w.lease_owner, w.lease_expires_at, w.target, "
        + "w.owner, w.name, w.unique_key, w.created_at, w.started_at, w.finished_at, w.not_before, w.error, w.facets, w.version";

    /// <summary>For <c>work_item w</c>.</summary>
    public const string WithBody = Head + ", w.body";

    /// <summary>For <c>work_item w</c>; as many columns as <see cref="WithBody"/>.</summary>
    public const string WithoutBody = Head + ", null as body";

    public static WorkRow Read(DbDataReader record) => new()
    {
        Id = record.GetInt64(0),
        Kind = record.GetString(1),
        Queue = record.GetString(2),
        Priority = record.GetInt32(3),
        Status = (WorkStatus)record.GetInt32(4),
        Attempt = record.GetInt32(5),
        LeaseNumber = record.GetInt64(6),
        LeaseOwner = Text(record, 7),
        LeaseExpiresAt = Time(record, 8),
        Target = Text(record, 9),
        Owner = Text(record, 10),
        Name = Text(record, 11),
        UniqueKey = Text(record, 12),
        CreatedAt = FromMilliseconds(record.GetInt64(13)),
        StartedAt = Time(record, 14),
        FinishedAt = Time(record, 15),
        NotBefore = Time(record, 16),
        Error = Text(record, 17),
        Facets = Facets(Text(record, 18)),
        Version = record.GetInt64(19),
        Body = record.IsDBNull(20) ? [] : record.GetFieldValue<byte[]>(20),
    };

    public static string? Json(IReadOnlyDictionary<string, long> facets) =>
        facets.Count == 0 ? null : JsonSerializer.Serialize(facets);

    public static long? Milliseconds(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds();

    public static DateTimeOffset FromMilliseconds(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private static IReadOnlyDictionary<string, long> Facets(string? json) =>
        json is null ? WorkRow.EmptyFacets : JsonSerializer.Deserialize<Dictionary<string, long>>(json)!;

    private static string? Text(DbDataReader record, int column) => record.IsDBNull(column) ? null : record.GetString(column);

    private static DateTimeOffset? Time(DbDataReader record, int column) =>
        record.IsDBNull(column) ? null : FromMilliseconds(record.GetInt64(column));
}
