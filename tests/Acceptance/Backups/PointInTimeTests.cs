using System.Runtime.Versioning;
using Npgsql;
using Switchyard.Acceptance.Tasks;
using Switchyard.Servers;

namespace Switchyard.Acceptance.Backups;

/// <summary>The way of docs/operations.md: a base backup, and the log that was archived since.</summary>
public sealed class PointInTimeTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_database_is_restored_to_the_moment_that_was_asked_for()
    {
        var archive = Directory.CreateTempSubdirectory("switchyard-archive-");
        try
        {
            File.SetUnixFileMode(archive.FullName, (UnixFileMode)0b_111_111_111);
            await using var server = await PostgresServer.StartNewAsync(
                settings: ["archive_mode=on", $"\"archive_command=cp '%p' '{archive.FullName}/%f'\""]);
            var database = await server.CreateDatabaseAsync();
            var (before, after, backup) = ("", "", Path.Combine(server.OwnDirectory, "base"));
            string until;
            await using (var node = await TasksNode.StartAsync("Storage:Provider=Postgres", $"ConnectionStrings:Switchyard={database}"))
            {
                var first = await node.Tasks.SubmitAsync("q", "1");
                await server.BackUpAsync(backup);
                before = await node.Tasks.SubmitAsync("q", "2");
                Assert.Equal("ok", await node.Tasks.OutcomeAsync("complete", await node.Tasks.TakeAsync("q"), "\"result\":7"));
                until = await AskAsync(database, "select clock_timestamp()::text");
                after = await node.Tasks.SubmitAsync("q", "3");
                await AskAsync(database, "select pg_switch_wal()::text");
                Assert.Equal("completed", await node.Tasks.StatusAsync(first));
            }

            var last = await AskAsync(database, "select pg_walfile_name(pg_switch_wal())");
            await Yard.Eventually.AskAsync(
                async () => await AskAsync(database, "select coalesce(last_archived_wal, '') from pg_stat_archiver"), name => string.CompareOrdinal(name, last) >= 0);
            await server.StopImmediateAsync();

            await using var restored = await PostgresServer.StartRestoredAsync(backup, archive.FullName, until);
            var name = new NpgsqlConnectionStringBuilder(database).Database!;
            await Yard.Eventually.AskAsync(() => AskAsync(restored.ConnectionString(name), "select pg_is_in_recovery()::text"), answer => answer == "false");
            await using var again = await TasksNode.StartAsync("Storage:Provider=Postgres", $"ConnectionStrings:Switchyard={restored.ConnectionString(name)}");
            Assert.Equal("queued", await again.Tasks.StatusAsync(before));
            Assert.Equal(System.Net.HttpStatusCode.NotFound, (await again.Tasks.GetAsync($"/tasks/{after}")).Status);
            var ended = (await again.Tasks.ShowAsync("/tasks?queue=q&status=completed"))["items"]!.AsArray();
            Assert.Equal(7, (int)(await again.Tasks.TaskAsync(TasksClient.IdOf(Assert.Single(ended)!)))["result"]!);
        }
        finally
        {
            archive.Delete(recursive: true);
        }
    }

    private static async Task<string> AskAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(Cancelled);
        await using var command = new NpgsqlCommand(sql, connection);
        return (string)(await command.ExecuteScalarAsync(Cancelled))!;
    }
}
