using System.IO.Compression;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Npgsql;
using Switchyard.Servers;

namespace Switchyard.Acceptance.Releases;

/// <summary>The state that a release left, in this directory: <c>{version}/{database}.*</c>.</summary>
internal sealed partial record KeptRelease(string Version, string Database)
{
    public const string Sqlite = "sqlite";
    public const string Postgres = "postgres";

    private static readonly string Root = Project.PathOf("tests/Acceptance/Releases");

    public static IEnumerable<KeptRelease> All => Directory.GetDirectories(Root)
        .SelectMany(version => new[] { Sqlite, Postgres }.Select(database => new KeptRelease(Path.GetFileName(version), database)));

    /// <summary>The release that this source is.</summary>
    public static string ThisVersion { get; } =
        Number().Match(File.ReadAllText(Project.PathOf("Directory.Build.props"))).Groups[1].Value;

    public string Facts => FileOf("json");

    private string State => FileOf(Database == Sqlite ? "zip" : "sql.gz");

    /// <summary>Keeps what a node left that has ended.</summary>
    /// <param name="where">The data directory, or the database.</param>
    public async Task KeepAsync(string where, ReleaseFacts facts)
    {
        Directory.CreateDirectory(Path.Combine(Root, Version));
        File.Delete(State);
        if (Database == Sqlite)
        {
            ZipFile.CreateFromDirectory(where, State, CompressionLevel.SmallestSize, includeBaseDirectory: false);
        }
        else
        {
            await PostgresDump.WriteAsync(where, State);
        }

        facts.Write(Facts);
    }

    /// <summary>Puts it back as if no time had passed: what was under a lease still is, for as long as it was to be.</summary>
    /// <param name="where">An empty directory, or an empty database.</param>
    public async Task<ReleaseFacts> RestoreAsync(string where)
    {
        var facts = ReleaseFacts.Read(Facts);
        var passed = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - facts.MadeAt;
        var sql = $"update work_item set lease_expires_at = lease_expires_at + {passed}, due_at = due_at + {passed} where status = 1";
        if (Database == Sqlite)
        {
            ZipFile.ExtractToDirectory(State, where);
            await using var connection = new SqliteConnection($"Data Source={Path.Combine(where, "work.db")};Pooling=False");
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync();
        }
        else
        {
            await PostgresDump.RestoreAsync(State, where);
            await using var source = NpgsqlDataSource.Create(where);
            await using var command = source.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }

        return facts;
    }

    private string FileOf(string extension) => Path.Combine(Root, Version, $"{Database}.{extension}");

    [GeneratedRegex("<Version>([^<]+)</Version>")]
    private static partial Regex Number();
}
