using System.Data.Common;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Switchyard.Hosting;
using Switchyard.Servers;
using Switchyard.Tasks.Lane.Postgres;
using Switchyard.Work.Store;
using Switchyard.Work.Store.Postgres;

namespace Switchyard.Tasks.Lane;

public sealed partial class PostgresLaneStoreTests(SharedPostgres server) : LaneStoreConformance
{
    private readonly List<PostgresLaneStore> _lanes = [];
    private string _connectionString = "";

    [Fact]
    public async Task Ends_are_accepted_though_all_connections_were_lost()
    {
        await SubmitAsync(1, 2);
        var lease = await ClaimedAsync(1, 2);
        await using var lane = PostgresLaneStore.Open(_connectionString, new WorkStoreOptions(), TimeProvider.System, NullLogger.Instance);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => lane.CompleteAsync([new(1, lease)], Now, Cancellation)));
        await using (var connection = await ConnectAsync())
        {
            await connection.ExecuteAsync(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
        }

        var ended = await lane.CompleteAsync([new(1, lease), new(2, lease)], Now, Cancellation);
        Assert.Equal([TaskOutcome.Ok, TaskOutcome.Ok], ended.Select(end => end.Outcome));
        Assert.Equal(2, (await lane.CountAsync(Queue.Number, Cancellation))[Switchyard.Work.WorkStatus.Completed]);
    }

    [Fact]
    public async Task A_day_of_the_history_goes_as_a_whole_once_no_queue_keeps_it()
    {
        var other = await Store.OpenQueueAsync("other", Cancellation);
        await Store.WritePolicyAsync(Queue.Number, new() { Retention = new(TimeSpan.FromDays(3), TimeSpan.FromDays(30)) }, Cancellation);
        await Store.WritePolicyAsync(other.Number, new() { Retention = new(TimeSpan.FromDays(5), TimeSpan.FromDays(30)) }, Cancellation);
        await SubmitAsync(New(1), New(2), New(3, queue: other.Number));
        await CompleteAsync(1, await ClaimedAsync(1));
        await FailAsync(2, await ClaimedAsync(2), retry: false);
        await Store.CancelAsync(3, "no", Now, cancellationToken: Cancellation);
        var day = Now;

        Time.Advance(TimeSpan.FromDays(4));
        Assert.Equal(1, (await Store.RemoveExpiredAsync(Now, 1000, Cancellation)).Values.Sum());
        Assert.Equal((2, "failed 1"), (await PartsAsync(day), await CountsAsync()));
        Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(1, (await Store.RemoveExpiredAsync(Now, 1000, Cancellation)).Values.Sum());
        Assert.Equal((1, ""), (await PartsAsync(day), await CountsAsync(other.Number)));
        Assert.Equal(0, (await Store.RemoveExpiredAsync(Now, 1000, Cancellation)).Values.Sum());

        await SubmitAsync(4);
        await CompleteAsync(4, await ClaimedAsync(4));
        Assert.Equal(0, (await Store.RemoveExpiredAsync(Now, 1000, Cancellation)).Values.Sum());
        Assert.Equal(2, await PartsAsync(Now));
    }

    private async Task<int> PartsAsync(DateTimeOffset day)
    {
        await using var connection = await ConnectAsync();
        return await connection.ExecuteScalarAsync<int>(
            "select count(*)::int from pg_class where relname like @name and relkind = 'r'", new { name = $"task_done_%_{day:yyyyMMdd}" });
    }

    protected override async Task PrepareAsync()
    {
        _connectionString = await server.CreateDatabaseAsync();
        await (await PostgresWorkStore.OpenAsync(_connectionString, new WorkStoreOptions(), Time, cancellationToken: Cancellation)).DisposeAsync();
        await using var connection = await ConnectAsync();
        await new SchemaMigrations(typeof(WorkStore).Assembly, LaneSchema.Tables.PrefixFor(StorageProvider.Postgres), LaneSchema.Tables.Component)
            .ApplyAsync(connection, MigrationGuard.Postgres, Time, Cancellation);
    }

    protected override async Task CleanAsync()
    {
        foreach (var lane in _lanes)
        {
            await lane.DisposeAsync();
        }
    }

    private protected override Task<ILaneStore> OpenLaneAsync()
    {
        var lane = PostgresLaneStore.Open(_connectionString, new WorkStoreOptions(), Time, NullLogger.Instance);
        _lanes.Add(lane);
        return Task.FromResult<ILaneStore>(lane);
    }

    protected override async Task<DbConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(_connectionString);
        await connection.OpenAsync(Cancellation);
        return connection;
    }
}
