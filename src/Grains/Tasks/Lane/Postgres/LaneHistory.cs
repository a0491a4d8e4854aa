using System.Globalization;
using Dapper;
using Npgsql;

namespace Switchyard.Tasks.Lane.Postgres;

/// <summary>The parts of the history: two for each day of UTC, one of tasks that succeeded or were cancelled, one of dead letters.</summary>
internal sealed class LaneHistory
{
    private const long Day = 24 * 60 * 60 * 1000;

    private static readonly string[] Kinds = ["completed", "failed"];

    /// <summary>Days whose parts are there.</summary>
    private HashSet<long> _days = [];

    /// <summary>Makes the parts of a time, when they are not there.</summary>
    public Task PrepareAsync(NpgsqlConnection connection, DateTimeOffset at) => PrepareAsync(connection, at.ToUnixTimeMilliseconds() / Day);

    /// <summary>The parts whose days are over, oldest first, each with the end of its time.</summary>
    public static async Task<IReadOnlyList<(string Name, bool IsFailed, DateTimeOffset End)>> ReadAsync(NpgsqlConnection connection, DateTimeOffset now)
    {
        var names = await connection.QueryAsync<string>(
            """
            select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
            where i.inhparent in ('task_done_completed'::regclass, 'task_done_failed'::regclass) order by right(c.relname, 8), c.relname
            """);
        return
        [
            .. names.Select(name => (name, name.StartsWith("task_done_failed_", StringComparison.Ordinal), EndOf(name)))
                .Where(part => part.Item3 <= now),
        ];
    }

    private static DateTimeOffset EndOf(string name) => DateTimeOffset.ParseExact(
        name.AsSpan(name.Length - 8), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).AddDays(1);

    private async Task PrepareAsync(NpgsqlConnection connection, long day)
    {
        if (_days.Contains(day))
        {
            return;
        }

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
