using Switchyard.Hosting;
using Switchyard.Work.Changes;

namespace Switchyard.OperatorConsole.Frame;

/// <summary>
/// Asks the cluster what has changed, once a second for all circuits of this process, and only while one of them is looked at.
/// </summary>
public sealed partial class ChangeWatch(IGrainFactory grains, TimeProvider time, ILogger<ChangeWatch> logger) : IAsyncDisposable
{
    /// <summary>How often it asks.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>How long it waits for an answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly HashSet<Watcher> _watchers = [];
    private CancellationTokenSource? _stop;
    private Task _loop = Task.CompletedTask;
    private long _toldAt;
    private bool _ended;

    /// <summary>
    /// A timestamp of the clock: nothing is known to have changed since, so that what was asked for after it is good for a circuit that begins: what was done in the last
    /// second it hears of, as all do, at the next look.
    /// Null: nobody looks, and nothing is known.
    /// </summary>
    public long? UnchangedSince
    {
        get
        {
            lock (_gate)
            {
                return _stop is null ? null : _toldAt;
            }
        }
    }

    /// <summary>Calls <paramref name="changed"/> after each change until the answer is disposed, on no particular thread; it must return at once.</summary>
    public IDisposable Watch(Action<ChangeNews> changed)
    {
        var watcher = new Watcher(this, changed);
        lock (_gate)
        {
            _watchers.Add(watcher);
            if (_stop is null && !_ended)
            {
                (_stop, _toldAt) = (new CancellationTokenSource(), time.GetTimestamp());
                _loop = RunAsync(_loop, _stop.Token);
            }
        }

        return watcher;
    }

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _ended = true;
            _watchers.Clear();
            Stop();
        }

        await _loop;
    }

    private void Leave(Watcher watcher)
    {
        lock (_gate)
        {
            if (_watchers.Remove(watcher) && _watchers.Count == 0)
            {
                Stop();
            }
        }
    }

    private void Stop()
    {
        _stop?.Cancel();
        _stop?.Dispose();
        _stop = null;
    }

    private async Task RunAsync(Task before, CancellationToken stop)
    {
        await before;
        using var timer = new PeriodicTimer(Period, time);
        IReadOnlyDictionary<string, ChangePlace> places = new Dictionary<string, ChangePlace>();
        var again = false;
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                HashSet<string>? changed;
                try
                {
                    var view = await grains.Reach<IChangesGrain>(0).ReadAsync(places).WaitAsync(Patience, time, stop);
                    places = view.Places;
                    changed = view.IsAll ? null : view.Topics.ToHashSet();
                }
                catch (Exception exception) when (!stop.IsCancellationRequested)
                {
                    // Whoever looks finds out what is the matter; and a cluster of an older release does not know the question.
                    LogNotTold(exception);
                    changed = null;
                }

                Tell(new(again && changed is not null ? changed.Append(ChangeTopics.Acts).ToHashSet() : changed, time.GetTimestamp()));

                // Some acts are on the record before they take effect.
                again = changed?.Contains(ChangeTopics.Acts) == true;
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody looks any more.
        }
    }

    private void Tell(ChangeNews news)
    {
        if (news.Topics is { Count: 0 })
        {
            return;
        }

        Watcher[] watchers;
        lock (_gate)
        {
            _toldAt = news.At;
            watchers = [.. _watchers];
        }

        foreach (var watcher in watchers)
        {
            try
            {
                watcher.Changed(news);
            }
#pragma warning disable CA1031 // One page's fault must not keep the others from hearing.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                LogNotHeard(exception);
            }
        }
    }

    [LoggerMessage(EventId = 1008, Level = LogLevel.Debug, Message = "The console could not learn what changed.")]
    private partial void LogNotTold(Exception exception);

    [LoggerMessage(EventId = 1009, Level = LogLevel.Warning, Message = "A circuit of the console did not take what changed.")]
    private partial void LogNotHeard(Exception exception);

    private sealed class Watcher(ChangeWatch watch, Action<ChangeNews> changed) : IDisposable
    {
        public Action<ChangeNews> Changed { get; } = changed;

        public void Dispose() => watch.Leave(this);
    }
}

/// <param name="Topics">What changed; null: anything may have.</param>
/// <param name="At">A timestamp of the clock: what is asked for after it knows of the change.</param>
public sealed record ChangeNews(IReadOnlySet<string>? Topics, long At);
