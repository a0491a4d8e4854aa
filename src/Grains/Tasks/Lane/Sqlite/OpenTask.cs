using System.Data.Common;

namespace Switchyard.Tasks.Lane.Sqlite;

/// <summary>A lease that is held, also one that has run out and was not taken back.</summary>
/// <param name="Span">What the claim asked for.</param>
/// <param name="Until">When the attempt is over; null: never.</param>
internal sealed record HeldLease(long Number, string Worker, TimeSpan Span, DateTimeOffset StartedAt, DateTimeOffset ExpiresAt, DateTimeOffset? Until);

/// <summary>What the writer must know of a task that has not ended, to change it.</summary>
internal sealed record OpenTask(
    long Id,
    int Queue,
    short Rank,
    string GroupKey,
    int Attempts,
    int BudgetFrom,
    int Lost,
    int? MaxAttempts,
    DateTimeOffset? Deadline,
    string? UniqueKey,
    string? Owner,
    HeldLease? Held,
    byte[]? Trace)
{
    private const string Columns =
        """
        r.id, r.queue, r.rank, r.group_key, r.attempts, r.budget_from, r.lost, r.max_attempts, r.deadline, r.unique_key, r.owner,
            l.number, l.worker, l.lease, l.started_at, l.expires_at, l.until, r.trace
        """;

    /// <summary>Of the ids that it is given, those that are out.</summary>
    public const string SelectOut =
        $"select {Columns} from json_each($1) cross join task_lease l on l.id = value cross join task_ready r on r.id = l.id";

    public static string Select(string which) => $"select {Columns} from task_ready r left join task_lease l on l.id = r.id where {which}";

    public static OpenTask Read(DbDataReader row) => new(
        row.GetInt64(0),
        row.GetInt32(1),
        row.GetInt16(2),
        row.GetString(3),
        row.GetInt32(4),
        row.GetInt32(5),
        row.GetInt32(6),
        row.Number(7),
        row.OptionalTime(8),
        row.Text(9),
        row.Text(10),
        row.IsDBNull(11)
            ? null
            : new HeldLease(
                row.GetInt64(11), row.GetString(12), TimeSpan.FromMilliseconds(row.GetInt64(13)), row.Time(14), row.Time(15), row.OptionalTime(16)),
        row.Bytes(17));
}
