using System.Globalization;
using Dapper;
using Npgsql;

namespace Switchyard.Tasks.Lane.Postgres;

/// <summary>The parts of the history: two for each day of UTC, one of tasks that succeeded or were cancelled, one of dead letters.</summary>
internal sealed class LaneHistory(PostgresLaneDatabase database)
{
    private const long Day = 24 * 60 * 60 * 1000;

    private static readonly string[] Kinds = ["completed", "failed"];

    /// <summary>Days whose parts are there.</summary>
    private HashSet<long> _days = [];

    /// <summary>Makes the parts of a time, when they are not there.</summary>
    public ValueTask PrepareAsync(DateTimeOffset at)
    {
        var day = LaneSql.Of(at) / Day;
        return _days.Contains(day) ? ValueTask.CompletedTask : new(database.SearchAsync(connection => PrepareAsync(connection, day), CancellationToken.None));
    }

    /// <summary>A part is missing that was there: all are looked for again.</summary>
    public void Forget() => _days = [];

    /// <summary>All parts, the oldest first.</summary>
    public static async Task<IReadOnlyList<LaneHistoryPart>> ReadAsync(NpgsqlConnection connection)
    {
        var names = await connection.QueryAsync<string>(
            """
            select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
            where i.inhparent in ('task_done_completed'::regclass, 'task_done_failed'::regclass) order by right(c.relname, 8), c.relname
            """);
        return [.. names.Select(name => new LaneHistoryPart(name, name.StartsWith("task_done_failed_", StringComparison.Ordinal), StartOf(name)))];
    }

    private static DateTimeOffset StartOf(string name) => DateTimeOffset.ParseExact(
        name.AsSpan(name.Length - 8), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private async Task<bool> PrepareAsync(NpgsqlConnection connection, long day)
    {
        // Another node may be at it: one makes a part, the other finds it made.
        await connection.ExecuteAsync("select pg_advisory_lock(737798213, 1)");
        try
        {
            foreach (var kind in Kinds)
            {
                await connection.ExecuteAsync(Make(kind, day));
            }
        }
        finally
        {
            await connection.ExecuteAsync("select pg_advisory_unlock(737798213, 1)");
        }

        _days = [.. _days, day];
        return true;
    }

    /// <summary>Made apart and then attached, which waits for nobody who reads or writes the history.</summary>
    private static string Make(string kind, long day)
    {
        var parent = $"task_done_{kind}";
        var name = $"{parent}_{DateTimeOffset.FromUnixTimeMilliseconds(day * Day).ToString("yyyyMMdd", CultureInfo.InvariantCulture)}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
             do $$ begin
                 if to_regclass('{name}') is null then
                     create table {name} (like {parent} including defaults including constraints);
                     alter table {parent} attach partition {name} for values from ({day * Day}) to ({(day + 1) * Day});
                 end if;
             end $$
             """);
    }
}

/// <summary>A table with what ended on one day.</summary>
/// <param name="IsFailed">Whether it has the dead letters.</param>
internal sealed record LaneHistoryPart(string Name, bool IsFailed, DateTimeOffset Start)
{
    public DateTimeOffset End => Start.AddDays(1);
}
