using Npgsql;
using Switchyard.Work.Store.Postgres;

namespace Switchyard.Tasks.Lane.Postgres;

/// <summary>Runs one statement, with parameters by place.</summary>
internal static class LaneRead
{
    public static Task<List<T>> ListAsync<T>(
        NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> read, params ReadOnlySpan<object> values) =>
        ListAsync(connection, PostgresWriteTransaction.Command(sql, values), read);

    public static async Task<List<T>> ListAsync<T>(NpgsqlConnection connection, NpgsqlBatchCommand command, Func<NpgsqlDataReader, T> read)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { command } };
        var found = new List<T>();
        await using var record = await batch.ExecuteReaderAsync();
        while (await record.ReadAsync())
        {
            found.Add(read(record));
        }

        return found;
    }

    /// <summary>Answers how many rows it changed.</summary>
    public static Task<int> ExecuteAsync(NpgsqlConnection connection, string sql, params ReadOnlySpan<object> values) =>
        ExecuteAsync(connection, PostgresWriteTransaction.Command(sql, values));

    private static async Task<int> ExecuteAsync(NpgsqlConnection connection, NpgsqlBatchCommand command)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { command } };
        return await batch.ExecuteNonQueryAsync();
    }
}
