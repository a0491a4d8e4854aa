using System.Data.Common;
using Dapper;
using Switchyard.Hosting;

namespace Switchyard.Tasks.Schedules;

/// <summary>The table of schedules, in words that both databases understand. A row changes on condition of its version.</summary>
internal static class ScheduleTable
{
    private const string Columns =
        """
        name as "Name", spec as "Spec", paused as "Paused", due_at as "DueAt", last_at as "LastAt", last_id as "LastId", version as "Version"
        """;

    public static DoorSchema Schema { get; } = new("Switchyard.Tasks.Schedules.Migrations", "task-schedules");

    public static async Task<ScheduleRow?> FindAsync(DbConnection connection, string name) =>
        (await connection.QueryFirstOrDefaultAsync<Row>($"select {Columns} from task_schedule where name = @name", new { name }))?.ToRow();

    /// <summary>By name.</summary>
    /// <param name="place">Only names behind it; null: all.</param>
    /// <param name="isBack">From the last name to the first.</param>
    public static async Task<IReadOnlyList<ScheduleRow>> ListAsync(DbConnection connection, string? place, bool isBack, int limit) =>
    [
        .. (await connection.QueryAsync<Row>(
                $"select {Columns} from task_schedule where {(place is null ? "1 = 1" : isBack ? "name < @place" : "name > @place")} order by name {(isBack ? "desc" : "asc")} limit @limit",
                new { place, limit }))
            .Select(row => row.ToRow()),
    ];

    /// <summary>Whose time has come, longest ago first.</summary>
    public static async Task<IReadOnlyList<ScheduleRow>> ReadDueAsync(DbConnection connection, DateTimeOffset now, int limit) =>
    [
        .. (await connection.QueryAsync<Row>(
            $"select {Columns} from task_schedule where due_at <= @now order by due_at, name limit @limit",
            new { now = now.ToUnixTimeMilliseconds(), limit })).Select(row => row.ToRow()),
    ];

    public static Task<long> CountAsync(DbConnection connection) => connection.ExecuteScalarAsync<long>("select count(*) from task_schedule");

    /// <summary>False: there is one of this name.</summary>
    public static async Task<bool> InsertAsync(DbConnection connection, ScheduleRow row) => await connection.ExecuteAsync(
        """
        insert into task_schedule (name, spec, paused, due_at, last_at, last_id, version)
        values (@Name, @spec, @paused, @due, @last, @LastId, @Version) on conflict (name) do nothing
        """,
        ArgumentsOf(row)) == 1;

    /// <summary>False: it is another version, or there is none.</summary>
    public static async Task<bool> UpdateAsync(DbConnection connection, ScheduleRow row) => await connection.ExecuteAsync(
        """
        update task_schedule set spec = @spec, paused = @paused, due_at = @due, last_at = @last, last_id = @LastId, version = version + 1
        where name = @Name and version = @Version
        """,
        ArgumentsOf(row)) == 1;

    public static async Task<bool> DeleteAsync(DbConnection connection, string name) =>
        await connection.ExecuteAsync("delete from task_schedule where name = @name", new { name }) == 1;

    private static object ArgumentsOf(ScheduleRow row) => new
    {
        row.Name,
        spec = ScheduleRow.Write(row.Spec),
        paused = (short)(row.IsPaused ? 1 : 0),
        due = row.DueAt?.ToUnixTimeMilliseconds(),
        last = row.LastAt?.ToUnixTimeMilliseconds(),
        row.LastId,
        row.Version,
    };

    // The databases give integers of different widths.
    private sealed class Row
    {
        public string Name { get; init; } = "";

        public string Spec { get; init; } = "";

        public long Paused { get; init; }

        public long? DueAt { get; init; }

        public long? LastAt { get; init; }

        public long? LastId { get; init; }

        public long Version { get; init; }

        public ScheduleRow ToRow() => new(Name, ScheduleRow.ReadSpec(Spec), Paused != 0, TimeOf(DueAt), TimeOf(LastAt), LastId, Version);

        private static DateTimeOffset? TimeOf(long? time) => time is { } known ? DateTimeOffset.FromUnixTimeMilliseconds(known) : null;
    }
}
