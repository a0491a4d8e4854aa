using System.Diagnostics;
using System.Net.Sockets;

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
    /// Each worker claims its next batch while it reports the one before, and waits when there is nothing, as those of our clients do.
    /// </summary>
    /// <returns>Seconds.</returns>
    public static async Task<double> DrainAsync(Uri root, string queue, int count)
    {
        var left = count;
        using var over = new CancellationTokenSource();
        return await AllAsync(async () =>
        {
            using var claims = await TasksClient.OpenAsync(root);
            using var ends = await TasksClient.OpenAsync(root);
            await using var leave = over.Token.Register(claims.Dispose);
            var reported = Task.CompletedTask;
            while (await ClaimAsync() is { } claimed)
            {
                if (Interlocked.Add(ref left, -claimed.Count) <= 0)
                {
                    await over.CancelAsync();
                }

                await reported;
                reported = ends.CompleteAsync(claimed);
            }

            await reported;

            async Task<IReadOnlyList<(long Id, long Lease)>?> ClaimAsync()
            {
                try
                {
                    return over.IsCancellationRequested ? null : await claims.ClaimAsync(queue, Batch, isPatient: true);
                }
                catch (Exception gone) when (over.IsCancellationRequested && gone is SocketException or ObjectDisposedException or InvalidOperationException)
                {
                    // It waited for tasks that do not come: the other has the last.
                    return null;
                }
            }
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
