using System.Diagnostics;

namespace Switchyard.Benchmarks.Measuring;

/// <summary>
/// The processor time that a process used, user and system: on a machine with other work to do it tells more than the clock.
/// </summary>
internal sealed class ProcessorTime(Process process)
{
    private TimeSpan _start = Read(process);

    public static ProcessorTime OfThisProcess() => new(Process.GetCurrentProcess());

    /// <summary>Microseconds for each operation since the last call, or since this object was made.</summary>
    public double MicrosecondsEach(long operations)
    {
        var now = Read(process);
        var used = now - _start;
        _start = now;
        return used.TotalMicroseconds / Math.Max(1, operations);
    }

    private static TimeSpan Read(Process process)
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }
}
