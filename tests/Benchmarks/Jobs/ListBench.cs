using System.Diagnostics;
using System.Text;
using Dapper;
using Switchyard.Benchmarks.Measuring;
using Switchyard.Benchmarks.Nodes;

namespace Switchyard.Benchmarks.Jobs;

/// <summary>The polls of the original's executor beside a million jobs that are done, and the list of all of them.</summary>
internal static class ListBench
{
    private const int Finished = 1_000_000;
    private const int Active = 100;
    private const int Reads = 1_000;

    private static readonly string[] Paths =
    [
        "/jobs?status=built",
        "/jobs?status=queued&operation=SET_STATUS,BUMP,DELETE_DRAFT,REMOVE,ROLLBACK_REMOVE,DELETE_ARCHIVE",
        "/jobs?status=queued&operation=PATCH_METADATA,ADD,CHANGE",
        "/jobs?ignoreCompleted=true",
        "/targets/FINISHED_77/jobs",
    ];

    public static async Task RunAsync(Settings settings, Databases databases)
    {
        Console.WriteLine($"{Finished:N0} finished jobs, {Active} active ones (half queued, half built).");
        var table = new PlainTable(95, "poll", "database", "jobs", "ms p50 / p99");
        foreach (var database in databases.Names)
        {
            var directory = databases.NewDirectory();
            var setup = await databases.NodeSettingsAsync(database);
            var active = await PrepareAsync(directory, setup);
            await AddFinishedAsync(database, directory, setup, active);
            await using var node = await Node.StartAsync(directory, setup);
            using var connection = await HttpConnection.OpenAsync(node.Http.BaseAddress!);
            foreach (var path in Paths)
            {
                var (latencies, jobs) = await MeasureAsync(connection, path);
                table.Add($"GET {path}", database, jobs, latencies);
            }

            await StreamAsync(node, database);
        }
    }

    /// <summary>Makes the active jobs over HTTP; answers the body of one, which the finished ones are made like.</summary>
    private static async Task<long> PrepareAsync(string directory, IReadOnlyList<string> setup)
    {
        await using var node = await Node.StartAsync(directory, setup);
        using var connection = await HttpConnection.OpenAsync(node.Http.BaseAddress!);
        var last = 0L;
        for (var number = 0; number < Active; number++)
        {
            await JobsLoad.PostAsync(connection, $"ACTIVE_{number}", new Latencies());
            var list = Encoding.UTF8.GetString((await connection.SendAsync("GET", $"/targets/ACTIVE_{number}/jobs")).Span);
            var at = list.IndexOf("\"jobId\":\"", StringComparison.Ordinal) + "\"jobId\":\"".Length;
            last = long.Parse(list.AsSpan(at, list.IndexOf('"', at) - at), System.Globalization.CultureInfo.InvariantCulture);
            if (number % 2 == 1)
            {
                await connection.SendAsync("PUT", $"/jobs/{last}", """{"status":"initiated"}""");
                await connection.SendAsync("PUT", $"/jobs/{last}", """{"status":"built","log":"built by the benchmark"}""");
            }
        }

        return last;
    }

    /// <summary>Copies a job as completed ones of other targets, behind the store's back: what is measured are the lists.</summary>
    private static async Task AddFinishedAsync(
        string database, string directory, IReadOnlyList<string> setup, long like)
    {
        await using var store = await Databases.OpenStoreOfAsync(directory, setup);
        var first = await store.ReserveIdsAsync(Finished);
        var numbers = database == "postgres"
            ? "generate_series(cast(@first as bigint), cast(@last as bigint)) as n (id)"
            : "(with recursive n (id) as (select @first union all select id + 1 from n where id < @last) select id from n) as n";
        await store.RunAsync(connection => connection.ExecuteAsync(
            "insert into work_item (id, kind, queue, priority, status, attempt, lease_number, target, owner, name, created_at, started_at, "
            + "finished_at, body, version) select n.id, w.kind, w.queue, 0, 2, 1, 1, 'FINISHED_' || (n.id - @first), w.owner, "
            + $"'FINISHED_' || (n.id - @first), w.created_at, w.created_at, w.created_at + 1, w.body, 3 from {numbers} cross join work_item w where w.id = @like",
            new { first, last = first + Finished - 1, like },
            commandTimeout: 600));
        await store.RunAsync(connection => connection.ExecuteAsync("analyze work_item"));
    }

    private static async Task<(Latencies Latencies, int Jobs)> MeasureAsync(HttpConnection connection, string path)
    {
        var (latencies, jobs) = (new Latencies(), 0);
        for (var read = -50; read < Reads; read++)
        {
            var start = Stopwatch.GetTimestamp();
            var answer = await connection.SendAsync("GET", path);
            if (read >= 0)
            {
                latencies.Add(Stopwatch.GetElapsedTime(start));
            }

            jobs = JobsLoad.Count(answer.Span, "\"jobId\":"u8);
        }

        return (latencies, jobs);
    }

    private static async Task StreamAsync(Node node, string database)
    {
        var (before, start, bytes) = (node.PeakMemory(), Stopwatch.GetTimestamp(), 0L);
        using var answer = await node.Http.GetAsync(new Uri("/jobs", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        await using var body = await answer.Content.ReadAsStreamAsync();
        var buffer = new byte[64 * 1024];
        for (var count = await body.ReadAsync(buffer); count > 0; count = await body.ReadAsync(buffer))
        {
            bytes += count;
        }

        Console.WriteLine(
            $"GET /jobs ({database}): {bytes / 1e6:N0} MB in {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s; peak memory of the node {before:N0} MiB before, {node.PeakMemory():N0} MiB after");
    }
}
