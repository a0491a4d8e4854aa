using System.Diagnostics;

namespace Switchyard.Benchmarks.Tasks;

/// <summary>Two producers and two workers, in batches of 500.</summary>
internal static class TasksLoad
{
    public const int Batch = 500;

    private const int Clients = 2;

    /// <returns>Seconds.</returns>
    public static Task<double> SubmitAsync(Uri root, string queue, int count, string group = "")
    {
        var tasks = TasksClient.Tasks(queue, Batch, group);
        var left = count / Batch;
        return AllAsync(async () =>
        {
            using var client = await TasksClient.OpenAsync(root);
            while (Interlocked.Decrement(ref left) >= 0)
            {
                await client.SubmitAsync(tasks);
            }
        });
    }

    /// <summary>
    /// Each worker claims its next batch while it reports the one before, as those of our clients do, and those of graphile-worker with its
    /// local queue.
    /// </summary>
    /// <returns>Seconds.</returns>
    public static Task<double> DrainAsync(Uri root, string queue, int count)
    {
        var left = count;
        return AllAsync(async () =>
        {
            using var claims = await TasksClient.OpenAsync(root);
            using var ends = await TasksClient.OpenAsync(root);
            var reported = Task.CompletedTask;
            while (Volatile.Read(ref left) > 0)
            {
                var claimed = await claims.ClaimAsync(queue, Batch);
                Interlocked.Add(ref left, -claimed.Count);
                await reported;
                reported = ends.CompleteAsync(claimed);
            }

            await reported;
        });
    }

    public static async Task<double> BothAsync(Uri root, string queue, int count)
    {
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(SubmitAsync(root, queue, count), DrainAsync(root, queue, count));
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task<double> AllAsync(Func<Task> run)
    {
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(run)));
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
