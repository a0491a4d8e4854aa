using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Switchyard.Benchmarks.Measuring;
using Switchyard.Benchmarks.Nodes;
using Switchyard.Benchmarks.Profiling;

namespace Switchyard.Benchmarks.Jobs;

/// <summary>Single jobs over HTTP, each for a target of its own: answered after their commit.</summary>
internal static class PostBench
{
    private static readonly int[] Connections = [1, 16, 64];
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(20);

    public static async Task RunAsync(Settings settings, Databases databases)
    {
        Console.WriteLine("Node, database and callers share the cores. One POST /jobs makes one job; every job counted was acknowledged, and is there.");
        var table = new PlainTable(8, "database", "connections", "POST/s", "ms p50 / p99", "CPU us/POST (node)", "CPU us/POST (callers)");
        foreach (var database in databases.Names)
        {
            await using var node = await Node.StartAsync(databases.NewDirectory(), await databases.NodeSettingsAsync(database));
            var made = 0L;
            using (var warm = await JobsLoad.OpenAsync(node, 64))
            {
                // Long enough for the compiler to have seen what is hot; until then it takes a quarter of the cores.
                made += (await warm.RunAsync(WarmUp, long.MaxValue, PostAsync)).Operations;
            }

            foreach (var connections in settings.CallersOf(Connections))
            {
                using var load = await JobsLoad.OpenAsync(node, connections);
                var watch = await Watch.BeginAsync(settings, databases, database, $"{connections} connections", node);
                var (its, ours) = (new ProcessorTime(node.Process), ProcessorTime.OfThisProcess());
                var result = await load.RunAsync(settings.Span, long.MaxValue, PostAsync);
                made += result.Operations;
                table.Add(
                    database,
                    connections,
                    result.PerSecond,
                    load.Latencies(0),
                    its.MicrosecondsEach(result.Operations),
                    ours.MicrosecondsEach(result.Operations));
                await watch.EndAsync(result.Operations);
            }

            await CheckAsync(node, made);
        }

        Console.WriteLine();
        Console.WriteLine($"The original's statements for one POST (SQLite, its two transactions, no HTTP, no Python, one caller): {Original(databases.NewDirectory(), settings.Span):N0}/s");
    }

    private static long _target;

    private static Task PostAsync(HttpConnection connection, Latencies[] latencies) =>
        JobsLoad.PostAsync(connection, $"DATASET_{Interlocked.Increment(ref _target)}", latencies[0]);

    private static async Task CheckAsync(Node node, long made)
    {
        using var answer = await node.Http.GetAsync(new Uri("/jobs?status=queued", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        await using var body = await answer.Content.ReadAsStreamAsync();
        var there = 0L;
        await foreach (var _ in System.Text.Json.JsonSerializer.DeserializeAsyncEnumerable<System.Text.Json.JsonElement>(body))
        {
            there++;
        }

        if (there != made)
        {
            throw new InvalidOperationException($"{made} jobs were acknowledged, and {there} are there.");
        }
    }

    /// <summary>What the service that the door replaces asks of its database for a job: look for an active one, insert; then put the target.</summary>
    private static double Original(string directory, TimeSpan span)
    {
        Directory.CreateDirectory(directory);
        using var connection = new SqliteConnection($"Data Source={Path.Combine(directory, "job.db")}");
        connection.Open();
        Run("""
            create table job (job_id integer primary key autoincrement, target text, datastore_id integer, status text, created_at text, created_by text, parameters text);
            create table target (name text, datastore_id integer, status text, action text, last_updated_at text, last_updated_by text, primary key (name, datastore_id));
            """);
        var start = Stopwatch.GetTimestamp();
        var jobs = 0L;
        while (Stopwatch.GetElapsedTime(start) < span)
        {
            var target = $"DATASET_{++jobs}";
            Run("begin immediate");
            Run("select job_id from job where target = $target and datastore_id = 1 and status not in ('completed', 'failed')", target);
            Run("insert into job (target, datastore_id, status, created_at, created_by, parameters) values ($target, 1, 'queued', '2026-01-01T00:00:00', '{}', '{}')", target);
            Run("commit");
            Run("insert into target values ($target, 1, 'queued', 'ADD', '2026-01-01T00:00:00', '{}') on conflict (name, datastore_id) do update set status = excluded.status", target);
        }

        return jobs / Stopwatch.GetElapsedTime(start).TotalSeconds;

        void Run(string sql, string? target = null)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            if (target is not null)
            {
                command.Parameters.AddWithValue("$target", target);
            }

            command.ExecuteNonQuery();
        }
    }
}
