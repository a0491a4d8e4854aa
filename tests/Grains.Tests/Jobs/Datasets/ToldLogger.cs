using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Switchyard.Jobs.Datasets;

/// <summary>Keeps what was logged.</summary>
internal sealed class ToldLogger<T> : ILogger<T>
{
    private readonly ConcurrentQueue<string> _told = new();

    /// <summary>What was logged since this was last asked.</summary>
    public IReadOnlyList<string> Take()
    {
        var told = new List<string>();
        while (_told.TryDequeue(out var message))
        {
            told.Add(message);
        }

        return told;
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _told.Enqueue(formatter(state, exception));
}
