using System.Diagnostics;
using System.Text.Json;
using Switchyard.Benchmarks.Measuring;

namespace Switchyard.Benchmarks.Tickets;

/// <summary>One ticket at a time, on a source that is idle.</summary>
internal static class TicketLatencyBench
{
    private const int WarmUp = 300;
    private const int Tickets = 500;

    public static async Task RunAsync(Settings settings, Databases databases)
    {
        Console.WriteLine($"{Tickets} tickets, one at a time, after {WarmUp} unmeasured. A ticket is created when its upload was read and checked; it is committed before its request is answered.");
        Console.WriteLine("Created and started are the node's own times; sent is the caller's, of the same clock, when it sends the request. Milliseconds, p50 / p99.");
        var table = new PlainTable(8, "database", "created to started", "sent to started", "sent to answered", "sent to end seen");
        foreach (var database in databases.Names)
        {
            await using var node = await TicketCalls.StartNodeAsync(databases, database);
            using var connection = await HttpConnection.OpenAsync(node.Http.BaseAddress!);
            Latencies created = new(), sent = new(), answered = new(), ended = new();
            for (var number = 0; number < WarmUp + Tickets; number++)
            {
                var (at, start) = (TimeProvider.System.GetUtcNow(), Stopwatch.GetTimestamp());
                var ticket = await TicketCalls.SubmitAsync(connection);
                var toAnswer = Stopwatch.GetElapsedTime(start);
                await TicketCalls.EndAsync(connection, ticket);
                var toEnd = Stopwatch.GetElapsedTime(start);
                var (createdAt, startedAt) = await TimesAsync(connection, ticket.Split('&')[0]);
                if (number >= WarmUp)
                {
                    created.Add(startedAt - createdAt);
                    sent.Add(startedAt - at);
                    answered.Add(toAnswer);
                    ended.Add(toEnd);
                }
            }

            table.Add(database, created, sent, answered, ended);
        }
    }

    private static async Task<(DateTimeOffset Created, DateTimeOffset Started)> TimesAsync(HttpConnection connection, string id)
    {
        // A chunked body: the sizes of its chunks stand around the object.
        var answer = await connection.SendAsync("GET", "/api/v1/work/" + id);
        var start = answer.Span.IndexOf((byte)'{');
        using var work = JsonDocument.Parse(answer[start..(answer.Span.LastIndexOf((byte)'}') + 1)]);
        return (work.RootElement.GetProperty("createdAt").GetDateTimeOffset(), work.RootElement.GetProperty("startedAt").GetDateTimeOffset());
    }
}
