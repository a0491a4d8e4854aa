using System.Diagnostics;
using Switchyard.Benchmarks.Measuring;
using Switchyard.Compute;
using Switchyard.Compute.Scheduling;

namespace Switchyard.Benchmarks.Tickets;

/// <summary>The choice of a source for an item, with nothing else around it.</summary>
internal static class PlacementBench
{
    private const int Sources = 1000;
    private const int Placements = 1000;
    private const int Rounds = 200;

    public static Task RunAsync(Settings settings, Databases databases)
    {
        Console.WriteLine($"{Rounds} rounds of {Placements:N0} placements each, the first half unmeasured; a round's average is one measurement. Half of the sources may run two services only.");
        var table = new PlainTable(24, "microseconds a placement", "sources", "least", "median", "p99", "most");
        Measure(table, "then started if it can be", start: true);
        Measure(table, "all wait", start: false);
        return Task.CompletedTask;
    }

    private static void Measure(PlainTable table, string what, bool start)
    {
        var state = new SchedulingState();
        state.Register("a", [.. Enumerable.Range(0, Sources)
            .Select(number => new SourceDefinition($"s{number}", "a", 1 + (number % 4), number % 2 == 0 ? ["x", "y"] : [], number))]);
        var averages = new Latencies();
        var next = 1L;
        for (var round = 0; round < Rounds; round++)
        {
            var began = Stopwatch.GetTimestamp();
            for (var last = next + Placements; next < last; next++)
            {
                if (state.Place(new ComputeEntry(next, "thing", "x", "q")) is { } lane && start)
                {
                    state.TryStart(lane, out _);
                }
            }

            if (round >= Rounds / 2)
            {
                averages.Add(Stopwatch.GetElapsedTime(began) / Placements * 1000);
            }
        }

        table.Add(what, Sources, averages.Percentile(0), averages.Percentile(50), averages.Percentile(99), averages.Percentile(100));
    }
}
