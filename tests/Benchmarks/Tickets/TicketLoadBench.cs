using System.Diagnostics;
using Switchyard.Benchmarks.Measuring;
using Switchyard.Benchmarks.Nodes;
using Switchyard.Benchmarks.Profiling;

namespace Switchyard.Benchmarks.Tickets;

/// <summary>Callers who each make a ticket, poll it to its end, and make the next.</summary>
internal static class TicketLoadBench
{
    private static readonly (int Callers, TimeSpan Pause)[] Loads =
        [(16, TimeSpan.Zero), (64, TimeSpan.Zero), (16, TimeSpan.FromMilliseconds(5)), (64, TimeSpan.FromMilliseconds(5))];

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);

    public static async Task RunAsync(Settings settings, Databases databases)
    {
        Console.WriteLine("Node, database and callers share the cores. One source, 8 slots, FloatComputation.");
        var table = new PlainTable(8, "database", "callers", "pause ms", "tickets/s", "request ms p50 / p99", "request to end ms p50 / p99", "CPU us/ticket (node)");
        foreach (var database in databases.Names)
        {
            await using var node = await TicketCalls.StartNodeAsync(databases, database);
            await MeasureAsync(node, Loads[^1].Callers, TimeSpan.Zero, WarmUp);
            foreach (var (callers, pause) in Loads.Where(load => load.Callers == (settings.Callers ?? load.Callers)))
            {
                var watch = await Watch.BeginAsync(settings, databases, database, $"{callers} callers, pause {pause.TotalMilliseconds} ms", node);
                var processor = new ProcessorTime(node.Process);
                var (result, requests, ends) = await MeasureAsync(node, callers, pause, settings.Span);
                table.Add(database, callers, pause.TotalMilliseconds, result.PerSecond, requests, ends, processor.MicrosecondsEach(result.Operations));
                await watch.EndAsync(result.Operations);
            }
        }
    }

    private static async Task<(LoadResult Result, Latencies Requests, Latencies Ends)> MeasureAsync(Node node, int callers, TimeSpan pause, TimeSpan span)
    {
        var connections = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => HttpConnection.OpenAsync(node.Http.BaseAddress!)));
        var (requests, ends) = (New(), New());
        var result = await ClosedLoop.RunAsync(callers, span, long.MaxValue, async caller =>
        {
            var start = Stopwatch.GetTimestamp();
            var ticket = await TicketCalls.SubmitAsync(connections[caller]);
            requests[caller].Add(Stopwatch.GetElapsedTime(start));
            await TicketCalls.EndAsync(connections[caller], ticket, pause);
            ends[caller].Add(Stopwatch.GetElapsedTime(start));
        });
        foreach (var connection in connections)
        {
            connection.Dispose();
        }

        return (result, All(requests), All(ends));

        Latencies[] New() => [.. connections.Select(_ => new Latencies())];
    }

    private static Latencies All(Latencies[] parts)
    {
        var all = new Latencies();
        foreach (var part in parts)
        {
            all.AddAll(part);
        }

        return all;
    }
}
