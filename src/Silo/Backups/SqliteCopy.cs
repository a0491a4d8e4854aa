using Microsoft.Data.Sqlite;

namespace Switchyard.Backups;

/// <summary>An SQLite file of a backup.</summary>
internal static class SqliteCopy
{
    /// <summary>
    /// Copies a database that others may write to: what was committed before, and nothing by halves. They do not wait for it. The copy is one file,
    /// without a log beside it, and sound.
    /// </summary>
    /// <exception cref="BackupRefusedException">The database is damaged.</exception>
    public static void Make(string from, string to)
    {
        File.Delete(to);
        using var source = Open(from, SqliteOpenMode.ReadWrite);
        using var target = Open(to, SqliteOpenMode.ReadWriteCreate);
        source.BackupDatabase(target);
        Scalar(target, "pragma journal_mode = delete");
        Check(target, from);
    }

    /// <exception cref="BackupRefusedException">The database is damaged.</exception>
    public static void Check(string path)
    {
        using var connection = Open(path, SqliteOpenMode.ReadOnly);
        Check(connection, path);
    }

    /// <summary>The blobs that rows name.</summary>
    public static IReadOnlyList<string> ReadBlobs(string path)
    {
        using var connection = Open(path, SqliteOpenMode.ReadOnly);
        using var command = connection.CreateCommand();
        command.CommandText = "select distinct blob_id from work_artifact where blob_id is not null";
        using var reader = command.ExecuteReader();
        var blobs = new List<string>();
        while (reader.Read())
        {
            blobs.Add(reader.GetString(0));
        }

        return blobs;
    }

    private static void Check(SqliteConnection connection, string name)
    {
        if (Scalar(connection, "pragma integrity_check(1)") is var found && found != "ok")
        {
            throw new BackupRefusedException($"{name} is damaged: {found?.ReplaceLineEndings(" ")}");
        }
    }

    private static string? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar()?.ToString();
    }

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = 60 }.ConnectionString);
        connection.Open();
        return connection;
    }
}
