using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Switchyard.Benchmarks.Measuring;

namespace Switchyard.Benchmarks;

/// <summary>What the figures were measured on.</summary>
internal static class Machine
{
    public static string Describe()
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} cores ({Processor()}), {memory:F0} GiB, {RuntimeInformation.OSDescription}, "
            + $"{RuntimeInformation.FrameworkDescription}; append and fsync of 4 KiB: {Synchronise():F2} ms (median)");
    }

    /// <summary>Processes that ran or wanted to, on average over the last minute: what else the machine had to do.</summary>
    public static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";

    /// <summary>How much of the processors nobody used in the half second that this takes, in percent.</summary>
    public static async Task<double> IdleAsync()
    {
        var before = Ticks();
        await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System);
        return IdleSince(before);
    }

    /// <summary>How much of the processors nobody used since <see cref="Ticks"/>, in percent; not a number where that is unknown.</summary>
    public static double IdleSince((long Idle, long All) before)
    {
        var now = Ticks();
        return 100.0 * (now.Idle - before.Idle) / (now.All - before.All);
    }

    /// <summary>Time of the processors since the machine's start: that which nobody used, and all.</summary>
    public static (long Idle, long All) Ticks()
    {
        if (!File.Exists("/proc/stat"))
        {
            return default;
        }

        // Behind the word: user, nice, system, idle, and what waits for disks.
        var ticks = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..9]
            .Select(field => long.Parse(field, CultureInfo.InvariantCulture)).ToList();
        return (ticks[3] + ticks[4], ticks.Sum());
    }

    private static string Processor()
    {
        const string Key = "model name";
        var line = File.Exists("/proc/cpuinfo") ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal)) : null;
        return line is null ? RuntimeInformation.ProcessArchitecture.ToString() : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }

    /// <summary>Milliseconds: every acknowledged write waits for at least one of these.</summary>
    private static double Synchronise()
    {
        var path = Path.Combine(Path.GetTempPath(), $"switchyard-fsync-{Guid.NewGuid():N}");
        var latencies = new Latencies();
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 4096, FileOptions.DeleteOnClose);
        for (var i = 0; i < 200; i++)
        {
            var start = Stopwatch.GetTimestamp();
            file.Write(new byte[4096]);
            file.Flush(flushToDisk: true);
            latencies.Add(Stopwatch.GetElapsedTime(start));
        }

        return latencies.Percentile(50);
    }
}
