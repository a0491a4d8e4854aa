using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;
using Switchyard.Hosting;
using Switchyard.Tasks.Lane.Sqlite;
using Switchyard.Work;
using Switchyard.Work.Store;
using Switchyard.Work.Store.Sqlite;

namespace Switchyard.Tasks.Lane;

public sealed class SqliteLaneStoreTests : LaneStoreConformance
{
    private readonly string _directory = Directory.CreateTempSubdirectory("switchyard-lane-").FullName;
    private readonly List<SqliteLaneStore> _lanes = [];
    private WorkStore? _store;

    private string File => Path.Combine(_directory, "work.db");

    [Fact]
    public async Task What_was_acknowledged_survives_the_kill_of_the_writer()
    {
        const int Enough = 5_000;
        await CloseAsync();
        using var writer = Process.Start(new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "Switchyard.StoreWriter.dll"), "lane-sqlite", File])
        {
            RedirectStandardOutput = true,
        })!;
        var said = new List<string>();
        while (said.Count < Enough && await writer.StandardOutput.ReadLineAsync(Cancellation) is { } line)
        {
            said.Add(line);
        }

        writer.Kill();
        while (await writer.StandardOutput.ReadLineAsync(Cancellation) is { } line)
        {
            said.Add(line);
        }

        await writer.WaitForExitAsync(Cancellation);
        Assert.True(said.Count >= Enough, $"the writer ended by itself after {said.Count} acts");

        _store = await SqliteWorkStore.OpenAsync(File, new WorkStoreOptions(), Time, Cancellation);
        var lane = await OpenLaneAsync();
        var acts = said.Select(line => line.Split(' ')).ToLookup(words => words[0], words => long.Parse(words[1], CultureInfo.InvariantCulture));
        foreach (var id in acts["submitted"])
        {
            Assert.NotNull(await lane.FindAsync(id, Cancellation));
        }

        foreach (var (what, status) in new[] { ("completed", WorkStatus.Completed), ("failed", WorkStatus.Failed) })
        {
            Assert.NotEmpty(acts[what]);
            foreach (var id in acts[what])
            {
                Assert.Equal(status, (await lane.FindAsync(id, Cancellation))!.View.Status);
            }
        }

        // Nothing is in two places, and the sums are those of the rows.
        await using var connection = await ConnectAsync();
        Assert.Equal(0, await connection.ExecuteScalarAsync<long>("select count(*) from task_ready where id in (select id from task_done)"));
        Assert.Equal(0, await connection.ExecuteScalarAsync<long>("select count(*) from task_lease where id not in (select id from task_ready)"));
        var rows = await connection.QueryAsync<(long Status, long Count)>(
            """
            select status, count(*) from task_done group by status
            union all select 1, count(*) from task_lease
            union all select 0, count(*) from task_ready where id not in (select id from task_lease)
            """);
        var counts = await lane.CountAsync((await lane.FindQueueAsync("written", Cancellation))!.Number, Cancellation);
        Assert.All(rows, row => Assert.Equal(row.Count, counts[(WorkStatus)row.Status]));
    }

    [Fact]
    public async Task Lists_come_off_their_indexes_in_order()
    {
        foreach (var query in new[] { new LaneQuery { Queues = [1, 2], After = 7 }, new LaneQuery { Queues = [1], Descending = false, Tag = "t" } })
        {
            var (sql, parameters) = LaneListSql.Of(query);
            await using var connection = await ConnectAsync();
            var plan = (await connection.QueryAsync("explain query plan " + sql, parameters)).Select(row => (string)row.detail).ToList();
            Assert.DoesNotContain(plan, step => step.StartsWith("SCAN r", StringComparison.Ordinal) || step.StartsWith("SCAN d", StringComparison.Ordinal));
            Assert.Contains(plan, step => step.Contains("task_done_queue (queue=? AND status=?", StringComparison.Ordinal));
            Assert.Contains(plan, step => step.Contains("task_ready_queue (queue=?", StringComparison.Ordinal));

            // What is merged may be sorted; what is read may not.
            Assert.InRange(plan.Count(step => step.Contains("TEMP B-TREE", StringComparison.Ordinal)), 0, 1);
        }
    }

    protected override async Task PrepareAsync()
    {
        _store = await SqliteWorkStore.OpenAsync(File, new WorkStoreOptions(), Time, Cancellation);
        await using var connection = await ConnectAsync();
        await new SchemaMigrations(typeof(WorkStore).Assembly, LaneSchema.Tables.PrefixFor(StorageProvider.Sqlite), LaneSchema.Tables.Component)
            .ApplyAsync(connection, MigrationGuard.Sqlite, Time, Cancellation);
    }

    protected override async Task CleanAsync()
    {
        await CloseAsync();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>A file has one node: another lane is one beside the first.</summary>
    private protected override Task<ILaneStore> OpenLaneAsync()
    {
        var lane = new SqliteLaneStore(_store!, new WorkStoreOptions(), Time);
        _lanes.Add(lane);
        return Task.FromResult<ILaneStore>(lane);
    }

    protected override Task<DbConnection> ConnectAsync() => Task.FromResult<DbConnection>(SqliteFile.Open(File, SqliteOpenMode.ReadWrite));

    private async Task CloseAsync()
    {
        foreach (var lane in _lanes)
        {
            await lane.DisposeAsync();
        }

        _lanes.Clear();
        await _store!.DisposeAsync();
    }
}
