using System.Runtime.CompilerServices;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Switchyard.Tasks.Lane.Postgres;
using Switchyard.Work.Store;

namespace Switchyard.Tasks.Lane;

/// <summary>
/// Tasks come and go, so statistics of their tables are often those of an empty one. What the lane does to a task must not become a way
/// through whole tables then: through a backlog, or through all that is dead and cannot be removed yet.
/// </summary>
public sealed partial class PostgresLaneStoreTests
{
    /// <summary>That are in every table, beside those that are acted on.</summary>
    private const int Others = 2_000;

    private const string Fill =
        """
        insert into task_ready (id, created_at, queue, rank, group_key, unique_key, payload)
            select n, 0, @Queue, 0, '', n, '1' from generate_series(100, 99 + @Others) as n;
        insert into task_unique (queue, key, id) select @Queue, n, n from generate_series(100, 99 + @Others) as n;
        insert into task_attempt (item_id, lease, started_at, ended_at, outcome, left_status, worker)
            select n, 1, 0, 0, 1, 0, 'bob' from generate_series(100, 99 + @Others) as n;
        insert into task_note (item_id, lease, log) select n, 1, 'said' from generate_series(100, 99 + @Others) as n;
        insert into task_lease (number, part, expires_at, lease, started_at, low, high, queue, tasks, worker, ids)
            select 1000000 + n, 0, 253402300000000, 1, 0, n, n, @Queue, 1, 'bob', array[n] from generate_series(100, 99 + @Others) as n;
        """;

    /// <summary>Their tables are as large as ever, and have nothing.</summary>
    private const string Forget =
        """
        delete from task_ready; delete from task_unique; delete from task_attempt; delete from task_note; delete from task_lease;
        analyze task_ready; analyze task_unique; analyze task_attempt; analyze task_note; analyze task_lease;
        """;

    private const string Counted = "counted";

    private static readonly string[] All = ["task_ready", "task_lease", "task_unique", "task_attempt", "task_note"];

    /// <summary>Who looks for the lease of one task looks through the leases.</summary>
    private static readonly string[] ButLeases = [.. All.Except(["task_lease"])];

    [Fact]
    public async Task An_act_reads_the_rows_of_its_own_task_alone_whatever_the_statistics_say()
    {
        await using (var connection = await ConnectAsync())
        {
            await connection.ExecuteAsync(Fill, new { Queue = Queue.Number, Others });
            await connection.ExecuteAsync(Forget);
            await connection.ExecuteAsync(Fill, new { Queue = Queue.Number, Others });
        }

        var soon = Now + TimeSpan.FromSeconds(10);
        await SubmitAsync([.. Enumerable.Range(1, 20).Select(id => New(id, task => task with { UniqueKey = $"{id}", NotBefore = id == 20 ? soon : null }))]);
        var lease = await ClaimedAsync(1, 2, 3, 4, 5);
        var found = new List<string>();
        found.AddRange(await ReadsAsync(All, store => store.RenewAsync([new(1, lease, 0.5, "a"), new(2, lease, 0.5, "b")], null, Now, Cancellation)));
        found.AddRange(await ReadsAsync(All, store => store.CompleteAsync([new(2, lease), new(3, lease)], Now, Cancellation)));
        found.AddRange(await ReadsAsync(All, store => store.FailAsync([new(4, lease, "again", true, TimeSpan.FromDays(1))], Decide, Now, Cancellation)));
        found.AddRange(await ReadsAsync(All, store => store.FailAsync([new(5, lease, "for good", false, null)], Decide, Now, Cancellation)));
        found.AddRange(await ReadsAsync(All, store => store.CompleteAsync([new(1, lease)], Now, Cancellation)));
        found.AddRange(await ReadsAsync(ButLeases, store => store.CancelAsync(6, "no", Now, cancellationToken: Cancellation)));
        found.AddRange(await ReadsAsync(ButLeases, store => store.RetryAsync(6, Now, cancellationToken: Cancellation)));
        found.AddRange(await ReadsAsync(ButLeases, store => store.DeleteAsync(5, cancellationToken: Cancellation)));
        var other = await Store.OpenQueueAsync("other", Cancellation);
        found.AddRange(await ReadsAsync(ButLeases, store => store.MoveAsync(7, other.Number, cancellationToken: Cancellation)));
        Time.Advance(TimeSpan.FromSeconds(10));
        found.AddRange(await ReadsAsync(All, store => store.SweepAsync(Decide, Now, 1000, Cancellation)));
        Assert.Empty(found);
        Assert.Equal(Switchyard.Work.WorkStatus.Queued, (await FoundAsync(20)).Status);
    }

    [Fact]
    public async Task Who_knows_the_oldest_lease_goes_through_none_before_it()
    {
        await using (var connection = await ConnectAsync())
        {
            await connection.ExecuteAsync(Fill, new { Queue = Queue.Number, Others });
            await connection.ExecuteAsync(Forget);
            await connection.ExecuteAsync(Fill, new { Queue = Queue.Number, Others });
            await connection.ExecuteAsync("select setval('task_lease_number', 2000000)");
        }

        await SubmitAsync(1);
        var lease = await ClaimedAsync(1);

        Assert.Empty(await ReadsAsync(All, store => store.ReadLeasesAsync(Queue.Number, lease, Cancellation)));
        Assert.Single(await ReadsAsync(All, store => store.ReadLeasesAsync(Queue.Number, 0, Cancellation)));
    }

    /// <summary>Tables of which many rows were read, each with the act.</summary>
    private async Task<IReadOnlyList<string>> ReadsAsync(string[] tables, Func<PostgresLaneStore, Task> act, [CallerArgumentExpression(nameof(act))] string what = "")
    {
        await using var connection = new NpgsqlConnection(_connectionString);
        await connection.OpenAsync(Cancellation);
        var before = await CountReadsAsync(connection);
        await using (var lane = PostgresLaneStore.Open($"{_connectionString};Application Name={Counted}", new WorkStoreOptions(), Time, NullLogger.Instance))
        {
            await act(lane);
        }

        // A server process says what it did when it ends.
        while (await connection.ExecuteScalarAsync<long>("select count(*) from pg_stat_activity where application_name = @Counted", new { Counted }) > 0)
        {
            await Task.Yield();
        }

        var after = await CountReadsAsync(connection);
        return [.. tables.Where(table => after[table] - before[table] > 200).Select(table => $"{what}: {after[table] - before[table]} of {table}")];
    }

    /// <summary>Rows that were read of the indexes of each table.</summary>
    private static async Task<Dictionary<string, long>> CountReadsAsync(NpgsqlConnection connection) =>
        (await connection.QueryAsync<(string Table, long Rows)>("select relname, sum(idx_tup_read)::bigint from pg_stat_user_indexes group by relname"))
        .ToDictionary(row => row.Table, row => row.Rows);
}
