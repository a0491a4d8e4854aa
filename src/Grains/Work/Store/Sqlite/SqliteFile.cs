using Dapper;
using Microsoft.Data.Sqlite;

namespace Switchyard.Work.Store.Sqlite;

internal static class SqliteFile
{
    public static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ConnectionString);
        try
        {
            connection.Open();
            connection.Execute("pragma busy_timeout = 5000; pragma temp_store = memory");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>
    /// WAL and full synchronisation: a commit that was answered survives the loss of power. What is deleted is overwritten: who has
    /// the file later cannot read it. Pages that are free are used again, so that a store whose items go does not grow.
    /// </summary>
    public static SqliteConnection OpenWriter(string path)
    {
        var connection = Open(path, SqliteOpenMode.ReadWriteCreate);
        connection.Execute("pragma journal_mode = wal; pragma synchronous = full; pragma cache_size = -65536; pragma secure_delete = on");
        return connection;
    }
}
