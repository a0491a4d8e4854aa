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
        return AllAsync(root, async client =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                await client.SubmitAsync(tasks);
            }
        });
    }

    /// <returns>Seconds.</returns>
    public static Task<double> DrainAsync(Uri root, string queue, int count)
    {
        var left = count;
        return AllAsync(root, async client =>
        {
            while (Volatile.Read(ref left) > 0)
            {
                Interlocked.Add(ref left, -await client.WorkAsync(queue, Batch));
            }
        });
    }

    public static async Task<double> BothAsync(Uri root, string queue, int count)
    {
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(SubmitAsync(root, queue, count), DrainAsync(root, queue, count));
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task<double> AllAsync(Uri root, Func<TasksClient, Task> run)
    {
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(async () =>
        {
            using var client = await TasksClient.OpenAsync(root);
            await run(client);
        })));
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
