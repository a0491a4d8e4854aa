using System.Globalization;

namespace Switchyard.Benchmarks.Peers;

/// <summary>What the processors did that was not ours: neither of this process, nor of those that it started, nor of the database.</summary>
internal sealed class ForeignLoad(Databases databases)
{
    private static readonly double TickSeconds = 0.01;

    /// <summary>Runs something.</summary>
    /// <returns>The part of the machine that others had meanwhile, from 0 to 1.</returns>
    public async Task<(T Result, double Share)> BesideAsync<T>(Func<Task<T>> run)
    {
        var (all, busy, own) = Read();
        var result = await run();
        var (allAfter, busyAfter, ownAfter) = Read();
        return (result, Math.Max(0, busyAfter - busy - (ownAfter - own)) / Math.Max(TickSeconds, allAfter - all));
    }

    /// <summary>Seconds of processors since the machine's start. What the kernel does for disks and networks is nobody's.</summary>
    private (double All, double Busy, double Own) Read()
    {
        var ticks = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..9]
            .Select(field => long.Parse(field, CultureInfo.InvariantCulture)).ToList();
        return (ticks.Sum() * TickSeconds, (ticks[0] + ticks[1] + ticks[2] + ticks[7]) * TickSeconds, Own().TotalSeconds + databases.ProcessorTime().TotalSeconds);
    }

    private static TimeSpan Own()
    {
        var parents = new Dictionary<int, (int Parent, long Ticks)>();
        foreach (var name in Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => char.IsAsciiDigit(name![0])))
        {
            try
            {
                var line = File.ReadAllText($"/proc/{name}/stat");
                var fields = line[(line.LastIndexOf(')') + 2)..].Split(' ');

                // Of itself, and of its children that have ended: user and system.
                parents[int.Parse(name!, CultureInfo.InvariantCulture)] =
                    (int.Parse(fields[1], CultureInfo.InvariantCulture), fields[11..15].Sum(field => long.Parse(field, CultureInfo.InvariantCulture)));
            }
            catch (IOException)
            {
                // It has ended meanwhile.
            }
        }

        return TimeSpan.FromSeconds(parents.Where(process => IsOurs(process.Key)).Sum(process => process.Value.Ticks) * TickSeconds);

        bool IsOurs(int process) =>
            process == Environment.ProcessId || (parents.TryGetValue(process, out var its) && its.Parent > 1 && IsOurs(its.Parent));
    }
}
