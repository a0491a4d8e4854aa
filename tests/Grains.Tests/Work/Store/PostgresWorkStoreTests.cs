using System.Data.Common;
using Dapper;
using Npgsql;
using Switchyard.Servers;
using Switchyard.Work.Store.Postgres;

namespace Switchyard.Work.Store;

public sealed class PostgresWorkStoreTests(SharedPostgres server) : WorkStoreConformance
{
    private string _connectionString = "";

    protected override string[] WriterArguments => ["postgres", _connectionString];

    [Fact]
    public async Task Two_nodes_write_one_database_without_losing_a_count()
    {
        var nodes = new[]
        {
            await OpenAsync(new WorkStoreOptions { Shard = 1 }, TimeProvider.System),
            await OpenAsync(new WorkStoreOptions { Shard = 2 }, TimeProvider.System),
        };
        var ids = Enumerable.Range(1, 400).Select(id => (long)id).ToList();
        await Store.InsertAsync([.. ids.Select(id => new WorkWrite(null, NewRow(id)))], Cancellation);

        var leased = await Task.WhenAll(nodes.SelectMany((node, index) =>
            ids.Select(id => node.LeaseAsync(id, $"node {index}", Now.AddHours(1), Now))));
        var rows = leased.OfType<WorkRow>().ToList();

        Assert.Equal(ids, rows.Select(row => row.Id).Order());
        Assert.Equal((0, 400), (await TallyAsync("status.queued"), await TallyAsync("status.running")));
        var workers = await Store.ReadWorkersAsync(Queue, 10, Cancellation);
        Assert.Equal(400, workers.Sum(worker => worker.Held));
    }

    [Fact]
    public async Task A_lost_connection_is_replaced_before_the_next_write()
    {
        var store = await OpenAsync(time: TimeProvider.System);
        await store.WriteAsync(new WorkWrite(null, NewRow(1)), Cancellation);
        await using (var connection = await ConnectAsync())
        {
            await connection.ExecuteAsync(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
        }

        Assert.Equal(WriteOutcome.Committed, await store.WriteAsync(new WorkWrite(null, NewRow(2)), Cancellation));
        Assert.NotNull(await store.ReadAsync(1, Cancellation));
    }

    [Fact]
    public async Task What_was_acknowledged_survives_an_immediate_stop_of_the_server()
    {
        await using var own = await PostgresServer.StartNewAsync();
        await using var store = await PostgresWorkStore.OpenAsync(
            await own.CreateDatabaseAsync(), new WorkStoreOptions { ReconnectFor = TimeSpan.FromSeconds(30) }, TimeProvider.System, cancellationToken: Cancellation);
        var acknowledged = new System.Collections.Concurrent.ConcurrentBag<long>();
        using var enough = new SemaphoreSlim(0);
        var stopped = false;
        var writers = Enumerable.Range(0, 32).Select(caller => Task.Run(async () =>
        {
            for (var id = caller + 1L; !Volatile.Read(ref stopped); id += 32)
            {
                try
                {
                    if (await store.WriteAsync(new WorkWrite(null, NewRow(id)), Cancellation) == WriteOutcome.Committed)
                    {
                        acknowledged.Add(id);
                        enough.Release();
                    }
                }
                catch (StoreUnavailableException)
                {
                    // Its fate is unknown: it may be there, it must not be counted.
                }
            }
        })).ToList();

        await WaitForAsync(500);
        await own.StopImmediateAsync();
        await own.StartAsync();
        await WaitForAsync(500);
        Volatile.Write(ref stopped, true);
        await Task.WhenAll(writers);

        var stored = await store.CountAsync(new WorkQuery { Queue = Queue }, Cancellation);
        var rows = await Task.WhenAll(acknowledged.Select(id => store.ReadAsync(id, Cancellation)));
        Assert.All(rows, Assert.NotNull);
        Assert.Equal(stored, (await store.ReadTalliesAsync(Queue, Cancellation))["status.queued"]);

        async Task WaitForAsync(int count)
        {
            for (var i = 0; i < count; i++)
            {
                Assert.True(await enough.WaitAsync(TimeSpan.FromSeconds(60), Cancellation), $"only {acknowledged.Count} writes came through");
            }
        }
    }

    protected override async Task PrepareAsync() => _connectionString = await server.CreateDatabaseAsync();

    protected override Task CleanAsync() => Task.CompletedTask;

    protected override Task<WorkStore> OpenStoreAsync(WorkStoreOptions options, TimeProvider time) =>
        PostgresWorkStore.OpenAsync(_connectionString, options, time, cancellationToken: Cancellation);

    protected override async Task<DbConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(_connectionString + ";Pooling=false");
        await connection.OpenAsync(Cancellation);
        return connection;
    }

    protected override async Task<string> ExplainAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        await connection.ExecuteAsync("set enable_seqscan = off; set enable_bitmapscan = off; set enable_sort = off");
        return string.Join('\n', await connection.QueryAsync<string>("explain " + sql));
    }
}
