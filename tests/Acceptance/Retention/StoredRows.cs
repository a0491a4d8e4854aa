using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Switchyard.Acceptance.Retention;

/// <summary>What a node's database and blob store hold, looked at beside it.</summary>
/// <param name="postgres">The connection string; null: SQLite in the data directory.</param>
internal sealed class StoredRows(string data, string? postgres)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>All tables that hold what items are, or hang on them, with the rows of each that has some.</summary>
    public async Task<string> OfItemsAsync()
    {
        string[] tables =
        [
            "work_item", "work_attempt", "work_part", "work_artifact", "work_spent_blob", "work_record where space not like 'tables.gone/%'", "table_audit",
            "ticket_fetched", "task_ready", "task_done", "task_attempt", "task_note", "task_unique", "download_event", "work_audit", .. postgres is null ? [] : (string[])["blob", "blob_chunk"],
        ];
        var left = new List<string>();
        await using var connection = await OpenAsync();
        foreach (var table in tables)
        {
            if (await ReadAsync(connection, $"select count(*) from {table}") is > 0 and var rows)
            {
                left.Add($"{table.Split(' ')[0]}: {rows}");
            }
        }

        left.AddRange(Files("blobs").Select(file => $"blob {file}"));
        left.AddRange(Files("runs").Where(file => Path.GetFileName(file) != ".lock").Select(file => $"run {file}"));
        return string.Join(", ", left);
    }

    public async Task<long> ReadAsync(string sql)
    {
        await using var connection = await OpenAsync();
        return await ReadAsync(connection, sql);
    }

    public async Task VacuumAsync()
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "vacuum";
        await command.ExecuteNonQueryAsync(Cancelled);
    }

    private IEnumerable<string> Files(string directory) => Directory.Exists(Path.Combine(data, directory))
        ? Directory.EnumerateFiles(Path.Combine(data, directory), "*", SearchOption.AllDirectories)
        : [];

    private static async Task<long> ReadAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(await command.ExecuteScalarAsync(Cancelled), null);
    }

    private async Task<DbConnection> OpenAsync()
    {
        DbConnection connection = postgres is null
            ? new SqliteConnection($"Data Source={Path.Combine(data, "work.db")};Mode=ReadOnly;Pooling=False")
            : new NpgsqlConnection(postgres);
        await connection.OpenAsync(Cancelled);
        return connection;
    }
}
