using System.Diagnostics;
using System.Text;
using Switchyard.Benchmarks.Measuring;
using Switchyard.Benchmarks.Nodes;

namespace Switchyard.Benchmarks.Jobs;

/// <summary>Callers of a node's Jobs door, each with a connection of its own.</summary>
internal sealed class JobsLoad : IDisposable
{
    private readonly HttpConnection[] _connections;
    private readonly Latencies[][] _latencies;

    private JobsLoad(HttpConnection[] connections)
    {
        _connections = connections;
        _latencies = [.. connections.Select(_ => (Latencies[])[new(), new()])];
    }

    public int Callers => _connections.Length;

    public static async Task<JobsLoad> OpenAsync(Node node, int callers) =>
        new([.. await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => HttpConnection.OpenAsync(node.Http.BaseAddress!)))]);

    /// <summary>One operation after another on each connection, until the time is over or the operations are used up.</summary>
    /// <param name="operation">Notes in the second argument how long its calls took.</param>
    public Task<LoadResult> RunAsync(TimeSpan span, long operations, Func<HttpConnection, Latencies[], Task> operation) =>
        ClosedLoop.RunAsync(Callers, span, operations, caller => operation(_connections[caller], _latencies[caller]));

    /// <summary>Of all calls of a place so far.</summary>
    public Latencies Latencies(int place)
    {
        var all = new Latencies();
        foreach (var one in _latencies)
        {
            all.AddAll(one[place]);
        }

        return all;
    }

    public static async Task<T> TimeAsync<T>(Latencies latencies, Func<Task<T>> call)
    {
        var start = Stopwatch.GetTimestamp();
        var answer = await call();
        latencies.Add(Stopwatch.GetElapsedTime(start));
        return answer;
    }

    public void Dispose()
    {
        foreach (var connection in _connections)
        {
            connection.Dispose();
        }
    }

    /// <summary>Makes one job for a target that no other call names.</summary>
    public static async Task PostAsync(HttpConnection connection, string target, Latencies latencies)
    {
        var answer = await TimeAsync(latencies, () => connection.SendAsync(
            "POST", "/jobs", $$"""{"jobs":[{"operation":"ADD","target":"{{target}}"}]}"""));
        if (answer.Span.IndexOf("\"msg\":\"CREATED\""u8) < 0)
        {
            throw new InvalidOperationException($"The job for {target} was not made: {Encoding.UTF8.GetString(answer.Span)}");
        }
    }

    public static int Count(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word)
    {
        var count = 0;
        for (var at = text.IndexOf(word); at >= 0; at = text.IndexOf(word))
        {
            text = text[(at + word.Length)..];
            count++;
        }

        return count;
    }
}
