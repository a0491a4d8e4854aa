using System.Diagnostics;

namespace Switchyard.Benchmarks.Measuring;

/// <param name="Operations">Finished within <paramref name="Elapsed"/>.</param>
internal readonly record struct LoadResult(long Operations, TimeSpan Elapsed)
{
    public double PerSecond => Operations / Elapsed.TotalSeconds;
}

/// <summary>Callers who each do one thing after another: a slow answer holds its caller back, as with real clients.</summary>
internal static class ClosedLoop
{
    /// <summary>Runs until the time is over or the operations are used up, whichever comes first.</summary>
    /// <param name="operation">Is given the number of its caller, from 0.</param>
    public static async Task<LoadResult> RunAsync(int callers, TimeSpan span, long operations, Func<int, Task> operation)
    {
        long begun = 0, done = 0;
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(() => RunCallerAsync(caller))));
        return new LoadResult(done, Stopwatch.GetElapsedTime(start));

        async Task RunCallerAsync(int caller)
        {
            while (Stopwatch.GetElapsedTime(start) < span && Interlocked.Increment(ref begun) <= operations)
            {
                await operation(caller);
                Interlocked.Increment(ref done);
            }
        }
    }
}
