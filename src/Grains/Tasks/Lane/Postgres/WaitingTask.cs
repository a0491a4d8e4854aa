using Npgsql;

namespace Switchyard.Tasks.Lane.Postgres;

/// <summary>What a transaction must know of a task that has not ended, to change it; its row is locked.</summary>
internal sealed record WaitingTask(
    long Id,
    int Queue,
    short Rank,
    string GroupKey,
    int Attempts,
    int BudgetFrom,
    int Lost,
    int? MaxAttempts,
    DateTimeOffset? Deadline,
    string? Owner,
    byte[]? Trace)
{
    public const string Columns =
        "id, queue, rank, group_key, attempts, coalesce(budget_from, 0), coalesce(lost, 0), max_attempts, deadline, owner, trace";

    public static WaitingTask Read(NpgsqlDataReader record) => new(
        record.GetInt64(0),
        record.GetInt32(1),
        record.GetInt16(2),
        record.GetString(3),
        record.GetInt32(4),
        record.GetInt32(5),
        record.GetInt32(6),
        record.Number(7),
        record.OptionalTime(8),
        record.Text(9),
        record.Bytes(10));
}
