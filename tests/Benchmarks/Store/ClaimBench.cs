using System.Diagnostics;
using Dapper;
using Switchyard.Benchmarks.Measuring;
using Switchyard.Work.Store;

namespace Switchyard.Benchmarks.Store;

/// <summary>What a claim costs when the queue's window is empty: read the head of the queue by index, then read and lease the item.</summary>
internal static class ClaimBench
{
    private const int Waiting = 20_000;
    private const int Claims = 1_000;

    private static readonly int[] Finished = [0, 1_000_000];

    public static async Task RunAsync(Settings settings, Databases databases)
    {
        var table = new PlainTable(
            8, "database", "finished rows", "waiting", "read head of 1 ms p50 / p99", "read head of 1,000 ms p50 / p99", "lease ms p50 / p99");
        foreach (var name in databases.Names)
        {
            foreach (var finished in Finished)
            {
                await using var store = await databases.OpenStoreAsync(name);
                await AddFinishedAsync(store, name, finished);
                await MeasureAsync(name, store, finished, table);
            }
        }
    }

    private static async Task MeasureAsync(string name, WorkStore store, int finished, PlainTable table)
    {
        var items = await Items.ReserveAsync(store);
        foreach (var piece in items.New(Waiting).Chunk(10_000))
        {
            await store.InsertAsync(piece);
        }

        var (one, window, lease) = (new Latencies(), new Latencies(), new Latencies());
        for (var i = -100; i < Claims; i++)
        {
            var start = Stopwatch.GetTimestamp();
            var head = await store.ReadQueuedAsync(Items.Queue, null, 1, Items.Now());
            var read = Stopwatch.GetElapsedTime(start);

            start = Stopwatch.GetTimestamp();
            var row = await store.ReadAsync(head[0].Id) ?? throw new InvalidOperationException($"Item {head[0].Id} is gone.");
            await Items.StoreAsync(store, Items.Leased(row, "worker"));
            var leased = Stopwatch.GetElapsedTime(start);

            if (i >= 0)
            {
                one.Add(read);
                lease.Add(leased);
            }

            if (i >= 0 && i % 10 == 0)
            {
                start = Stopwatch.GetTimestamp();
                await store.ReadQueuedAsync(Items.Queue, null, 1_000, Items.Now());
                window.Add(Stopwatch.GetElapsedTime(start));
            }
        }

        table.Add(name, finished, Waiting, one, window, lease);
    }

    /// <summary>Rows of the same queue that are done, put in behind the store's back: only the claims are measured.</summary>
    private static async Task AddFinishedAsync(WorkStore store, string name, int count)
    {
        if (count == 0)
        {
            return;
        }

        var first = await store.ReserveIdsAsync(count);
        var numbers = name == "postgres"
            ? "generate_series(cast(@first as bigint), cast(@last as bigint)) as n (id)"
            : "(with recursive n (id) as (select @first union all select id + 1 from n where id < @last) select id from n) as n";
        await store.RunAsync(connection => connection.ExecuteAsync(
            "insert into work_item (id, kind, queue, priority, status, attempt, lease_number, name, created_at, started_at, finished_at, body, version) "
            + $"select n.id, 'bench', @queue, 0, 2, 1, 1, 'item-' || n.id, @now, @now, @now + n.id, @body, 3 from {numbers}",
            new { first, last = first + count - 1, queue = Items.Queue, now = Items.Now().ToUnixTimeMilliseconds(), body = new byte[300] },
            commandTimeout: 300));
    }
}
