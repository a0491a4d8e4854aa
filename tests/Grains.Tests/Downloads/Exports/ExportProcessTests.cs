using System.Text.Json.Nodes;
using Npgsql;
using Switchyard.Compute.Runs;
using Switchyard.Compute.Services;
using Switchyard.Servers;
using static Switchyard.Downloads.Exports.ExportDatabase;

namespace Switchyard.Downloads.Exports;

public sealed class ExportProcessTests(SharedPostgres postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_archive_is_in_the_database_and_the_run_has_no_result()
    {
        await using var tables = await CreateAsync(postgres);
        await tables.AddTextAsync("goal");
        using var run = new ExportRun(tables.ConnectionString, new ExportOrder(1));
        var log = new RunLog();

        var outcome = await ExportProcess.RunAsync(run, log);

        Assert.Equal((ServiceEnd.Completed, null), (outcome.End, outcome.ResultFile));
        Assert.Single(await tables.ReadArchivesAsync(1));
        Assert.DoesNotContain(run.ConnectionString, log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_that_is_refused_is_not_told()
    {
        var connection = new NpgsqlConnectionStringBuilder(await postgres.CreateDatabaseAsync()) { Username = "ann", Password = "hunter2" };
        using var run = new ExportRun(connection.ConnectionString, new ExportOrder(1));
        var log = new RunLog();

        var outcome = await ExportProcess.RunAsync(run, log);

        Assert.Equal(ServiceEnd.Failed, outcome.End);
        Assert.Contains("\"ann\"", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", outcome.Error + log, StringComparison.Ordinal);
    }

    /// <summary>Killed where it waits for a lock: before it reads texts, before it stores the archive, and before it settles.</summary>
    [Theory]
    [InlineData("text_data", "ACCESS EXCLUSIVE")]
    [InlineData("downloads", "SHARE")]
    [InlineData("classifiers", "SHARE")]
    public async Task Killed_and_run_again_it_leaves_one_archive(string table, string mode)
    {
        await using var tables = await CreateAsync(postgres);
        await tables.AddTextAsync("goal");
        await tables.ExecuteAsync("INSERT INTO downloads (clf_id, file) VALUES (1, 'old')");
        await using var database = NpgsqlDataSource.Create(tables.ConnectionString);
        using (var killed = new ExportRun(tables.ConnectionString, new ExportOrder(1)))
        {
            await using var holder = await HoldAsync(database, table, mode);
            var dying = ExportProcess.RunAsync(killed);
            await SomebodyWaitsAsync(database);

            ExportProcess.Kill(killed);

            Assert.Equal(ServiceEnd.Failed, (await dying).End);
            Assert.Equal("old"u8.ToArray(), Assert.Single(await tables.ReadArchivesAsync(1)));
            Assert.Equal(0, await tables.ReadStatusAsync(1));
        }

        // The server may still be at the killed one's statement.
        using var again = new ExportRun(tables.ConnectionString, new ExportOrder(1));
        Assert.Equal(ServiceEnd.Completed, (await ExportProcess.RunAsync(again)).End);

        Assert.Contains("sport", await ExportRun.TextAsync(Assert.Single(await tables.ReadArchivesAsync(1)), MachineName), StringComparison.Ordinal);
        Assert.Equal(2, await tables.ReadStatusAsync(1));
    }

    [Fact]
    public async Task It_begins_anew_when_the_database_was_started_again()
    {
        await using var server = await PostgresServer.StartNewAsync();
        await using var tables = await CreateAsync(await server.CreateDatabaseAsync());
        await tables.AddTextAsync("goal");
        await using var database = NpgsqlDataSource.Create(tables.ConnectionString + ";Pooling=false");
        using var run = new ExportRun(tables.ConnectionString, new ExportOrder(1));
        await using var holder = await HoldAsync(database, "text_data", "ACCESS EXCLUSIVE");
        var running = run.RunAsync();
        await SomebodyWaitsAsync(database);

        await server.StopImmediateAsync();
        await server.StartAsync();
        await running;

        await using var archives = database.CreateCommand("SELECT file FROM downloads");
        await using var rows = await archives.ExecuteReaderAsync(Token);
        Assert.True(await rows.ReadAsync(Token));
        Assert.Contains("sport", await ExportRun.TextAsync(rows.GetFieldValue<byte[]>(0), MachineName), StringComparison.Ordinal);
        Assert.False(await rows.ReadAsync(Token));
        Assert.Contains("beginning anew in 1 s: ", run.Log, StringComparison.Ordinal);
    }

    /// <summary>Otherwise a run that was thought dead would put old texts in the place of new ones.</summary>
    [Fact]
    public async Task It_begins_anew_when_another_run_stored_an_archive_meanwhile()
    {
        await using var tables = await CreateAsync(postgres);
        await tables.AddTextAsync("goal");
        await using var database = NpgsqlDataSource.Create(tables.ConnectionString);
        using var run = new ExportRun(tables.ConnectionString, new ExportOrder(1));
        await using var holder = await HoldAsync(database, "classifiers", "SHARE");
        var running = run.RunAsync();
        await SomebodyWaitsAsync(database);

        await tables.AddTextAsync("a striker");
        await using var other = new NpgsqlCommand("INSERT INTO downloads (clf_id, file) VALUES (1, 'other'); COMMIT", holder);
        await other.ExecuteNonQueryAsync(Token);
        await running;

        Assert.Contains("striker", await ExportRun.TextAsync(Assert.Single(await tables.ReadArchivesAsync(1)), MachineName), StringComparison.Ordinal);
        Assert.Contains("Another run has stored an archive meanwhile.", run.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_at_a_time_leave_one_archive()
    {
        await using var tables = await CreateAsync(postgres);
        await tables.AddTextAsync("goal");
        using var first = new ExportRun(tables.ConnectionString, new ExportOrder(1));
        using var second = new ExportRun(tables.ConnectionString, new ExportOrder(1));

        await Task.WhenAll(first.RunAsync(), second.RunAsync());

        Assert.Single(await tables.ReadArchivesAsync(1));
    }

    [Fact]
    public async Task What_is_labelled_meanwhile_is_not_in_the_archive()
    {
        await using var tables = await CreateAsync(postgres, classifier: Hostile);
        await tables.AddTextsAsync(["one", "two", "three"]);
        await tables.LabelAsync(3, "food", "ann@example.org");
        using var run = new ExportRun(
            tables.ConnectionString,
            new ExportOrder(1, Predictor: ["sh", "-c", """touch started; while [ ! -e go ]; do sleep 0.02; done; sed 's/.*/"x"/'"""]));
        var running = run.RunAsync();
        while (!File.Exists(Path.Combine(run.Directory.FullName, "started")))
        {
            Assert.False(running.IsCompleted);
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Token);
        }

        await tables.LabelAsync(1, "money", "bob@example.org");
        await tables.ExecuteAsync("UPDATE text_data SET major_label = NULL WHERE text_id = 3");
        await tables.ExecuteAsync("DELETE FROM text_data WHERE text_id = 2");
        await tables.AddTextAsync("four");
        await tables.AddStampAsync(1, 1, DateTime.UnixEpoch, null);
        await File.WriteAllBytesAsync(Path.Combine(run.Directory.FullName, "go"), [], Token);
        await running;

        var archive = Assert.Single(await tables.ReadArchivesAsync(1));
        Assert.Equal("""{"0":1,"1":2}""", Ids(await ExportRun.TextAsync(archive, MachineName)));
        Assert.Equal("""{"0":3}""", Ids(await ExportRun.TextAsync(archive, HumanName)));
        Assert.StartsWith("""{"stamp_id":{},""", await ExportRun.TextAsync(archive, StampsName), StringComparison.Ordinal);
    }

    /// <summary>A quarter of the texts would be too much for its heap.</summary>
    [Fact]
    public async Task Texts_are_not_held_in_memory()
    {
        await using var tables = await CreateAsync(postgres);
        var text = string.Concat(Enumerable.Repeat("goal and striker ", 600));
        await tables.AddTextsAsync(Enumerable.Range(0, 10_000).Select(i => $"{i} {text}"));
        using var run = new ExportRun(tables.ConnectionString, new ExportOrder(1));

        var outcome = await ExportProcess.RunAsync(run, null, new Dictionary<string, string> { ["DOTNET_GCHeapHardLimit"] = "0x3000000" });

        Assert.Equal((ServiceEnd.Completed, null), (outcome.End, outcome.Error));
        Assert.Single(await tables.ReadArchivesAsync(1));
    }

    private static string Ids(string frame) => JsonNode.Parse(frame)!["text_id"]!.ToJsonString();

    /// <returns>A connection whose transaction has the lock.</returns>
    private static async Task<NpgsqlConnection> HoldAsync(NpgsqlDataSource database, string table, string mode)
    {
        var holder = await database.OpenConnectionAsync(Token);
        await using var hold = new NpgsqlCommand($"BEGIN; LOCK TABLE {table} IN {mode} MODE", holder);
        await hold.ExecuteNonQueryAsync(Token);
        return holder;
    }

    private static async Task SomebodyWaitsAsync(NpgsqlDataSource database)
    {
        await using var waiting = database.CreateCommand(
            "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database WHERE NOT granted AND datname = current_database()");
        while ((long)(await waiting.ExecuteScalarAsync(Token))! == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Token);
        }
    }
}
