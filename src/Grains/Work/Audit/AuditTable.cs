using System.Data.Common;
using System.Diagnostics.Metrics;
using Dapper;
using Switchyard.Telemetry;

namespace Switchyard.Work.Audit;

/// <summary>The table of acts, in words that both databases understand.</summary>
internal static class AuditTable
{
    private const string Insert =
        """
        insert into work_audit (acted_at, who, address, act, item_id, queue, subject, reason, old_state, new_state, request_id)
        values (@at, @Who, @From, @Act, @Item, @Queue, @Subject, @Reason, @Before, @After, @RequestId)
        """;

    private static readonly Counter<long> Acts = new Meter(MeterNames.Switchyard).CreateCounter<long>(
        "switchyard.audit_acts", description: "Acts of people and keys that were written down; a transaction that is repeated counts twice.");

    /// <summary>Whoever calls it owns the transaction: an act that changes rows is written down with them.</summary>
    /// <param name="entry">Null: nobody's act, of which there is no record.</param>
    public static async Task AddAsync(DbConnection connection, AuditEntry? entry)
    {
        if (entry is not null)
        {
            await connection.ExecuteAsync(Insert, new
            {
                at = entry.At.ToUnixTimeMilliseconds(),
                entry.Who,
                entry.From,
                entry.Act,
                entry.Item,
                entry.Queue,
                entry.Subject,
                entry.Reason,
                entry.Before,
                entry.After,
                entry.RequestId,
            });
            Acts.Add(1, new KeyValuePair<string, object?>("act", entry.Act));
        }
    }

    /// <summary>In the order of the filter, by an index for each condition.</summary>
    public static async Task<IReadOnlyList<AuditEntry>> ReadAsync(DbConnection connection, AuditFilter filter, long? place, int limit)
    {
        var conditions = new (string Condition, object? Value)[]
        {
            ("who = @Who", filter.Who),
            ("act = @Act", filter.Act),
            ("item_id = @Item", filter.Item),
            ("queue = @Queue", filter.Queue),
            (filter.Ascending ? "sequence > @place" : "sequence < @place", place),
        }.Where(condition => condition.Value is not null).Select(condition => condition.Condition).DefaultIfEmpty("1 = 1");
        var rows = await connection.QueryAsync<Row>(
            $"""
            select sequence as "Sequence", acted_at as "At", who as "Who", address as "From", act as "Act", item_id as "Item", queue as "Queue",
                subject as "Subject", reason as "Reason", old_state as "Before", new_state as "After", request_id as "RequestId"
            from work_audit where {string.Join(" and ", conditions)} order by sequence {(filter.Ascending ? "asc" : "desc")} limit @limit
            """,
            new { filter.Who, filter.Act, filter.Item, filter.Queue, place, limit });
        return [.. rows.Select(row => row.ToEntry())];
    }

    /// <summary>Removes the oldest of those from before a time.</summary>
    /// <returns>How many were removed.</returns>
    public static Task<int> ForgetAsync(DbConnection connection, DateTimeOffset before, int most) => connection.ExecuteAsync(
        """
        delete from work_audit where sequence in
            (select sequence from work_audit where acted_at < @before order by acted_at, sequence limit @most)
        """,
        new { before = before.ToUnixTimeMilliseconds(), most });

    // The databases give integers of different widths.
    private sealed class Row
    {
        public long Sequence { get; init; }

        public long At { get; init; }

        public string Who { get; init; } = "";

        public string? From { get; init; }

        public string Act { get; init; } = "";

        public long? Item { get; init; }

        public string? Queue { get; init; }

        public string? Subject { get; init; }

        public string? Reason { get; init; }

        public string? Before { get; init; }

        public string? After { get; init; }

        public string? RequestId { get; init; }

        public AuditEntry ToEntry() => new()
        {
            Sequence = Sequence,
            At = DateTimeOffset.FromUnixTimeMilliseconds(At),
            Who = Who,
            From = From,
            Act = Act,
            Item = Item,
            Queue = Queue,
            Subject = Subject,
            Reason = Reason,
            Before = Before,
            After = After,
            RequestId = RequestId,
        };
    }
}
