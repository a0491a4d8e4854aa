using System.Diagnostics;
using System.Globalization;
using Dapper;

namespace Switchyard.Work.Store;

public abstract partial class WorkStoreConformance
{
    [Fact]
    public async Task A_reopened_store_has_everything()
    {
        var running = await RunningAsync(1);
        await Store.CompleteAsync(new(1, 1), Now);
        var first = await Store.ReserveIdsAsync(10, Cancellation);
        await Store.DisposeAsync();

        await using var again = await OpenAsync();
        Assert.Equal(WorkStatus.Completed, (await again.ReadAsync(running.Id, Cancellation))!.Status);
        Assert.Single(await again.ReadAttemptsAsync(1, Cancellation));
        Assert.Equal(1, (await again.ReadTalliesAsync(Queue, Cancellation))["status.completed"]);
        Assert.Equal(first + 10, await again.ReserveIdsAsync(1, Cancellation));
    }

    [Fact]
    public async Task Closing_finishes_what_was_accepted_and_refuses_the_rest()
    {
        var writes = Enumerable.Range(1, 300).Select(id => Store.WriteAsync(new WorkWrite(null, NewRow(id)), Cancellation)).ToList();
        await Store.DisposeAsync();
        Assert.All(await Task.WhenAll(writes), outcome => Assert.Equal(WriteOutcome.Committed, outcome));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Store.WriteAsync(new WorkWrite(null, NewRow(999)), Cancellation));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Store.ReadAsync(1, Cancellation));
        Assert.False(await Store.PingAsync());

        await using var again = await OpenAsync();
        Assert.Equal(300, await again.CountAsync(new WorkQuery { Queue = Queue }, Cancellation));
    }

    [Fact]
    public async Task A_store_that_can_write_says_so()
    {
        Assert.True(await Store.PingAsync());
        await using (var connection = await ConnectAsync())
        {
            await connection.ExecuteAsync("alter table work_id rename to away");
        }

        Assert.False(await Store.PingAsync());
    }

    [Fact]
    public async Task Stores_that_open_together_make_the_schema_once()
    {
        await using (var connection = await ConnectAsync())
        {
            foreach (var table in new[] { "work_item", "work_attempt", "work_part", "work_artifact", "work_record", "work_spent_blob", "work_tally", "work_rate", "work_worker", "work_audit", "work_id", "switchyard_migration" })
            {
                await connection.ExecuteAsync($"drop table {table}");
            }
        }

        var stores = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => OpenStoreAsync(new WorkStoreOptions(), Time))));
        foreach (var store in stores)
        {
            Assert.True(await store.PingAsync());
            await store.DisposeAsync();
        }

        await using var after = await ConnectAsync();
        var scripts = Scripts("Sqlite");
        Assert.Equal("0001_work", scripts[0]);
        Assert.Equal(scripts, Scripts("Postgres"));
        Assert.Equal(scripts, await after.QueryAsync<string>("select name from switchyard_migration where component = 'work' order by number"));
        Assert.Equal(1, await after.QuerySingleAsync<long>("select count(*) from work_id"));
    }

    [Fact]
    public async Task What_was_acknowledged_survives_the_kill_of_the_writer()
    {
        await Store.DisposeAsync();
        using var writer = Process.Start(new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "Switchyard.StoreWriter.dll"), .. WriterArguments])
        {
            RedirectStandardOutput = true,
        })!;
        var acknowledged = new List<long>();
        while (acknowledged.Count < 1_000 && await writer.StandardOutput.ReadLineAsync(Cancellation) is { } line)
        {
            acknowledged.Add(long.Parse(line, CultureInfo.InvariantCulture));
        }

        writer.Kill();
        while (await writer.StandardOutput.ReadLineAsync(Cancellation) is { } line)
        {
            acknowledged.Add(long.Parse(line, CultureInfo.InvariantCulture));
        }

        await writer.WaitForExitAsync(Cancellation);
        Assert.True(acknowledged.Count >= 1_000, $"the writer ended by itself after {acknowledged.Count} items");

        await using var again = await OpenAsync();
        var rows = await Task.WhenAll(acknowledged.Select(id => again.ReadAsync(id, Cancellation)));
        Assert.All(rows, Assert.NotNull);
        var stored = await again.CountAsync(new WorkQuery { Queue = "written" }, Cancellation);
        Assert.Equal(stored, (await again.ReadTalliesAsync("written", Cancellation))["status.queued"]);
    }

    /// <summary>The numbered scripts of a database, in order.</summary>
    private static List<string> Scripts(string database) =>
    [
        .. typeof(WorkStore).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith($"Switchyard.Work.Store.{database}.Migrations.", StringComparison.Ordinal))
            .Select(name => name.Split('.')[^2])
            .Order(StringComparer.Ordinal),
    ];
}
