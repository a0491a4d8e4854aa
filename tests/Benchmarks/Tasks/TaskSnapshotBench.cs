using System.Diagnostics;
using Npgsql;
using Switchyard.Benchmarks.Measuring;
using Switchyard.Benchmarks.Nodes;

namespace Switchyard.Benchmarks.Tasks;

/// <summary>
/// 800 tasks a second, claimed and completed as they come, while another transaction keeps all dead rows alive, as a backup or a long
/// report does: the times at its beginning and at its end.
/// </summary>
internal static class TaskSnapshotBench
{
    private const int Batch = 40;

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);

    public static async Task RunAsync(Settings settings, Databases databases)
    {
        var span = settings.Large ? TimeSpan.FromMinutes(3) : TimeSpan.FromSeconds(30);
        var connectionString = await databases.CreatePostgresAsync();
        await using var node = await Node.StartAsync(
            databases.NewDirectory(), ["Storage:Provider=Postgres", $"ConnectionStrings:Switchyard={connectionString}"]);
        var root = node.Http.BaseAddress!;
        await TasksLoad.BothAsync(root, "bench", 10_000);

        await using var other = new NpgsqlConnection(connectionString);
        await other.OpenAsync();
        await using var transaction = await other.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
        await using (var snapshot = new NpgsqlCommand("select count(*) from task_queue", other, transaction))
        {
            await snapshot.ExecuteScalarAsync();
        }

        var table = new PlainTable(10, "seconds", "tasks/s", "submit p50 / p99 ms", "claim + complete p50 / p99 ms");
        using var producer = await TasksClient.OpenAsync(root);
        using var worker = await TasksClient.OpenAsync(root);
        var begin = Stopwatch.GetTimestamp();
        var tasks = TasksClient.Tasks("bench", Batch);
        for (var part = 0; part < 6; part++)
        {
            await MeasureAsync(begin, span / 6, producer, worker, tasks, table);
        }
    }

    private static async Task MeasureAsync(long begin, TimeSpan span, TasksClient producer, TasksClient worker, byte[] tasks, PlainTable table)
    {
        var (submit, work, done) = (new Latencies(), new Latencies(), 0);
        var start = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(Between);
        while (Stopwatch.GetElapsedTime(start) < span)
        {
            await timer.WaitForNextTickAsync();
            var before = Stopwatch.GetTimestamp();
            await producer.SubmitAsync(tasks);
            submit.Add(Stopwatch.GetElapsedTime(before));
            before = Stopwatch.GetTimestamp();
            for (var left = Batch; left > 0;)
            {
                var taken = await worker.WorkAsync("bench", Batch);
                (left, done) = (left - taken, done + taken);
            }

            work.Add(Stopwatch.GetElapsedTime(before));
        }

        table.Add($"to {Stopwatch.GetElapsedTime(begin).TotalSeconds:F0}", done / Stopwatch.GetElapsedTime(start).TotalSeconds, submit, work);
    }
}
