using System.Data.Common;
using Dapper;

namespace Switchyard.Work.Store;

/// <summary>Reads the records of a query, for what no mapper knows how to make of them.</summary>
internal static class SqlRows
{
    public static async Task<List<T>> ReadAsync<T>(
        DbConnection connection, string sql, object parameters, Func<DbDataReader, T> read, CancellationToken cancellationToken = default)
    {
        var found = new List<T>();

        // Not "await using": Dapper's reader gives its command back only when it is disposed of synchronously. A command
        // that is not stays in its SQLite connection's list, which every later command searches from end to end.
        using var record = await connection.ExecuteReaderAsync(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
        while (await record.ReadAsync(cancellationToken))
        {
            found.Add(read(record));
        }

        return found;
    }
}
