// Drives one queue: a command a line on its input, an answer a line on its output. `PeerQueues hangfire|quartz <address>`
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Switchyard.PeerQueues;

IQueue queue = args[0] == "hangfire" ? new HangfireQueue(args[1]) : await QuartzQueue.OpenAsync(args[1]);

// Hangfire's callers hold a thread each, which the pool would else bring one by one.
ThreadPool.SetMinThreads(100, 100);
while (await Console.In.ReadLineAsync() is { } line)
{
    using var command = JsonDocument.Parse(line);
    var (callers, span) = (command.RootElement.GetProperty("callers").GetInt32(), TimeSpan.FromSeconds(command.RootElement.GetProperty("span").GetDouble()));
    var (count, seconds) = command.RootElement.GetProperty("do").GetString() switch
    {
        "single" => await AddAsync(callers, span),
        "one" => await WorkAsync(callers, span),
        var word => throw new InvalidOperationException($"There is no '{word}'."),
    };
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $$"""{"count":{{count}},"seconds":{{seconds}}}"""));
}

async Task<(long Count, double Seconds)> AddAsync(int callers, TimeSpan span)
{
    var (count, start) = (0L, Stopwatch.GetTimestamp());
    await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
    {
        while (Stopwatch.GetElapsedTime(start) < span)
        {
            await queue.AddOneAsync();
            Interlocked.Increment(ref count);
        }
    })));
    return (count, Stopwatch.GetElapsedTime(start).TotalSeconds);
}

async Task<(long Count, double Seconds)> WorkAsync(int workers, TimeSpan span)
{
    var (before, start) = (Done.Count, Stopwatch.GetTimestamp());
    await queue.StartAsync(workers);
    await Task.Delay(span, TimeProvider.System);
    var (count, seconds) = (Done.Count - before, Stopwatch.GetElapsedTime(start).TotalSeconds);
    await queue.StopAsync();
    return (count, seconds);
}
