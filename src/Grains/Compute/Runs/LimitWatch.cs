using Switchyard.Compute.Files;

namespace Switchyard.Compute.Runs;

/// <summary>Looks how much a run uses of what no control group limits, and ends it when it is too much.</summary>
internal sealed class LimitWatch(ProcessSpec spec, Func<IReadOnlyList<LinuxProcess>> processes, TimeProvider time)
{
    private static readonly TimeSpan MemoryPeriod = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan DiskPeriod = TimeSpan.FromSeconds(2);

    private volatile string? _why;

    /// <summary>Watches until the run is over.</summary>
    /// <param name="end">Ends the run.</param>
    /// <param name="atOnce">Takes it the time to end by itself.</param>
    /// <returns>Its exit code.</returns>
    /// <exception cref="RunLimitException">It used too much, and nothing of it is left.</exception>
    public async Task<int> GuardAsync(Task<int> run, CancellationTokenSource end, CancellationTokenSource atOnce)
    {
        using var over = new CancellationTokenSource();
        var watching = Task.WhenAll(
            WatchAsync(DiskPeriod, spec.DiskBytes is null ? null : WhyTooMuchDisk),
            WatchAsync(MemoryPeriod, spec.MemoryBytes is null || spec.Cage is { LimitsMemory: true } ? null : WhyTooMuchMemory));
        int? code = null;
        try
        {
            code = await run;
        }
        catch (OperationCanceledException) when (_why is not null)
        {
            // Told below.
        }
        finally
        {
            await over.CancelAsync();
            await watching;
        }

        return (_why ?? (code is 0 ? null : WhyKilled())) is { } why ? throw new RunLimitException(why) : code!.Value;

        async Task WatchAsync(TimeSpan period, Func<string?>? why)
        {
            using var timer = new PeriodicTimer(period, time);
            try
            {
                while (why is not null && await timer.WaitForNextTickAsync(over.Token))
                {
                    if ((_why = why() ?? _why) is not null)
                    {
                        await atOnce.CancelAsync();
                        await end.CancelAsync();
                        return;
                    }
                }
            }
            catch (OperationCanceledException)
            {
                // The run is over.
            }
        }
    }

    private string? WhyTooMuchDisk() => TreeSize.Measure(spec.Directory.FullName) > spec.DiskBytes
        ? $"The command used more than {spec.DiskBytes} bytes of disk."
        : null;

    private string? WhyTooMuchMemory() => processes().Sum(process => process.ResidentBytes()) > spec.MemoryBytes ? TooMuchMemory : null;

    private string? WhyKilled() => spec is { MemoryBytes: not null, Cage: { LimitsMemory: true, Cgroup: { } cgroup } } && cgroup.RanOutOfMemory() ? TooMuchMemory : null;

    private string TooMuchMemory => $"The command used more than {spec.MemoryBytes} bytes of memory.";
}
