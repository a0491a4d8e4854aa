using Dapper;
using Switchyard.Work.Audit;
using Switchyard.Work.Store;

namespace Switchyard.Jobs.Maintenance;

/// <summary>What was ever said about the maintenance of the doors.</summary>
public sealed class MaintenanceRecords(IDoorDatabase database)
{
    /// <summary>Adds the record; false, and nothing is added, when the door has one with its number.</summary>
    public Task<bool> AddAsync(string door, MaintenanceRecord record, CancellationToken cancellationToken = default) =>
        AddAsync(door, record, act: null, cancellationToken);

    /// <param name="act">Whose act it is, for the record of acts; null: nobody's.</param>
    /// <inheritdoc cref="AddAsync(string, MaintenanceRecord, CancellationToken)"/>
    public async Task<bool> AddAsync(
        string door, MaintenanceRecord record, AuditEntry? act, CancellationToken cancellationToken = default)
    {
        var added = 0;
        await database.RunAsync(
            async connection =>
            {
                added = await connection.ExecuteAsync(
                    """
                    insert into maintenance (door, number, message, paused, said_at, said_by)
                    values (@door, @Number, @Message, @paused, @at, @By) on conflict (door, number) do nothing
                    """,
                    new { door, record.Number, record.Message, paused = record.Paused ? 1 : 0, at = Microseconds(record.At), record.By });
                await AuditTable.AddAsync(connection, added > 0 ? act : null);
            },
            cancellationToken);
        return added > 0;
    }

    /// <summary>One page, newest first or the other way round.</summary>
    /// <param name="place">Only records behind this number; null: from the first on.</param>
    public Task<IReadOnlyList<MaintenanceRecord>> ReadAsync(
        string door, long? place, int limit, bool isAscending = false, CancellationToken cancellationToken = default) =>
        database.QueryAsync<IReadOnlyList<MaintenanceRecord>>(
            async connection => [.. (await connection.QueryAsync<Row>(
                $"""
                select number as "Number", message as "Message", paused as "Paused", said_at as "At", said_by as "By"
                from maintenance where door = @door and number {(isAscending ? ">" : "<")} @place order by number {(isAscending ? "asc" : "desc")} limit @limit
                """,
                new { door, place = place ?? (isAscending ? long.MinValue : long.MaxValue), limit })).Select(row => row.ToRecord())],
            cancellationToken);

    /// <summary>Removes the oldest of those from before a time, but never the door's newest, which says what is.</summary>
    /// <returns>How many were removed.</returns>
    public async Task<int> ForgetAsync(string door, DateTimeOffset before, int most, CancellationToken cancellationToken = default)
    {
        var removed = 0;
        await database.RunAsync(
            async connection => removed = await connection.ExecuteAsync(
                """
                delete from maintenance where door = @door and number in
                    (select number from maintenance where door = @door and said_at < @before
                        and number < (select max(number) from maintenance where door = @door)
                    order by number limit @most)
                """,
                new { door, before = Microseconds(before), most }),
            cancellationToken);
        return removed;
    }

    private static long Microseconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    // The databases give integers of different widths.
    private sealed class Row
    {
        public long Number { get; init; }

        public string Message { get; init; } = "";

        public long Paused { get; init; }

        public long At { get; init; }

        public string By { get; init; } = "";

        public MaintenanceRecord ToRecord() =>
            new(Number, Message, Paused != 0, DateTimeOffset.UnixEpoch.AddTicks(At * TimeSpan.TicksPerMicrosecond), By);
    }
}
