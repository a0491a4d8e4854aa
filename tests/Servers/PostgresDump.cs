using System.IO.Compression;
using Npgsql;

namespace Switchyard.Servers;

/// <summary>Whole databases as compressed SQL text, by PostgreSQL's own programs.</summary>
public static class PostgresDump
{
    /// <exception cref="InvalidOperationException">pg_dump failed; the message ends with what it said.</exception>
    public static Task WriteAsync(string connectionString, string file) => ServerProcess.RunAsync(
        Program("pg_dump"), [.. Server(connectionString), "--no-owner", "--no-privileges", "--compress=9", "--file", file]);

    /// <summary>Fills an empty database with what <see cref="WriteAsync"/> left.</summary>
    /// <exception cref="InvalidOperationException">psql failed; the message ends with what it said.</exception>
    public static async Task RestoreAsync(string file, string connectionString)
    {
        var text = Path.GetTempFileName();
        try
        {
            await using (var dump = File.OpenRead(file))
            await using (var sql = new GZipStream(dump, CompressionMode.Decompress))
            await using (var target = File.Create(text))
            {
                await sql.CopyToAsync(target);
            }

            await ServerProcess.RunAsync(
                Program("psql"), [.. Server(connectionString), "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", "--single-transaction", "--file", text]);
        }
        finally
        {
            File.Delete(text);
        }
    }

    private static string Program(string name) => Path.Combine(PostgresBinaries.Find(), name);

    private static IEnumerable<string> Server(string connectionString)
    {
        var server = new NpgsqlConnectionStringBuilder(connectionString);
        return [$"--host={server.Host}", $"--port={server.Port}", $"--username={server.Username}", $"--dbname={server.Database}"];
    }
}
