using System.Globalization;
using Npgsql;
using Switchyard.Benchmarks.Measuring;

namespace Switchyard.Benchmarks.Profiling;

/// <summary>What a server of PostgreSQL did since this was made, by its own count (<c>pg_stat_statements</c>).</summary>
internal sealed class StatementCounts : IAsyncDisposable
{
    /// <summary>What the server must be started with.</summary>
    public const string Setting = "shared_preload_libraries=pg_stat_statements";

    private const int Shown = 12;

    /// <summary>Pages that were written to the log as a whole, since a checkpoint had begun.</summary>
    private const string WholePages = "select wal_fpi::text from pg_stat_wal";

    private readonly NpgsqlConnection _connection;
    private string _position = "";
    private string _pages = "0";

    private StatementCounts(NpgsqlConnection connection) => _connection = connection;

    public static async Task<StatementCounts> StartAsync(string server)
    {
        var counts = new StatementCounts(new NpgsqlConnection(server));
        await counts._connection.OpenAsync();
        await counts.AskAsync("create extension if not exists pg_stat_statements");
        await counts.AskAsync("select pg_stat_statements_reset()");
        counts._position = (await counts.AskAsync("select pg_current_wal_insert_lsn()::text"))!;
        counts._pages = (await counts.AskAsync(WholePages))!;
        return counts;
    }

    /// <summary>Prints the log's bytes and the statements that took most of the time.</summary>
    public async Task WriteAsync(long items)
    {
        var each = (double)Math.Max(1, items);
        var bytes = await AskAsync($"select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '{_position}'::pg_lsn)::bigint::text");
        var pages = Number(await AskAsync(WholePages)) - Number(_pages);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"PostgreSQL wrote {Number(bytes) / each:N0} bytes of its log (WAL) an item; {pages:N0} whole pages were in it."));
        var table = new PlainTable(10, "us an item", "calls an item", "rows a call", "ms a call", "WAL bytes an item", "statement");
        await using var command = new NpgsqlCommand(
            $"""
            select total_exec_time, calls, rows, wal_bytes::float8, regexp_replace(query, '\s+', ' ', 'g')
            from pg_stat_statements where query !~ 'pg_stat_statements|pg_current_wal' order by total_exec_time desc limit {Shown}
            """,
            _connection);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var (spent, calls, rows, query) = (reader.GetDouble(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetString(4));
            table.Add(
                spent * 1000 / each, calls / each, (double)rows / calls, spent / calls, reader.GetDouble(3) / each, query[..Math.Min(query.Length, 150)]);
        }
    }

    private static long Number(string? text) => long.Parse(text!, CultureInfo.InvariantCulture);

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task<string?> AskAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        return (await command.ExecuteScalarAsync())?.ToString();
    }
}
