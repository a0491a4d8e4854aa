namespace Switchyard.OperatorConsole.Frame;

/// <summary>
/// Keeps one circuit's pages fresh: those that follow are loaded when what they show has changed, about once a second at most, and now and
/// then in any case. It rests while the tab is hidden, and outlives any failure of what it calls.
/// </summary>
public sealed partial class ConsolePoller(ChangeWatch changes, SharedReads reads, TimeProvider time, ILogger<ConsolePoller> logger) : IAsyncDisposable
{
    /// <summary>How often followers are loaded where nothing is known to have changed.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(15);

    /// <summary>How often it is tried again after a failure.</summary>
    public static readonly TimeSpan RetryPeriod = TimeSpan.FromSeconds(3);

    /// <summary>How often it is looked whether it is time.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly List<Follower> _followers = [];
    private readonly CancellationTokenSource _end = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly SemaphoreSlim _wake = new(0, 1);
    private IDisposable? _watching;
    private Task _loop = Task.CompletedTask;
    private int _started;
    private int _ended;
    private bool _isAway;
    private long _since = changes.UnchangedSince ?? time.GetTimestamp();
    private long? _wholeAt;

    /// <summary>Raised after each round, on no particular thread.</summary>
    public event Action? Changed;

    /// <summary>What the last round met; null when all went well.</summary>
    public ConsoleFault? Fault { get; private set; }

    /// <summary>When the last round was in which all went well; null before the first.</summary>
    public DateTimeOffset? ShownAsOf { get; private set; }

    /// <summary>Whether the browser shows the tab.</summary>
    public bool Visible { get; private set; } = true;

    private bool IsLookedAt => Visible && !_isAway;

    /// <summary>A timestamp of the clock: what was asked for before it may not know of a change, or of what this circuit did.</summary>
    public long Since => Interlocked.Read(ref _since);

    /// <summary>Starts to load, once.</summary>
    public void Start()
    {
        if (Interlocked.Exchange(ref _started, 1) == 0)
        {
            Look(IsLookedAt);
            _loop = RunAsync();
        }
    }

    /// <summary>Calls <paramref name="load"/> in each round that is about it until the answer is disposed.</summary>
    /// <param name="shows">What it is about; null: everything.</param>
    public IDisposable Follow(Func<CancellationToken, Task> load, Func<LiveScope>? shows = null)
    {
        var follower = new Follower(this, load, shows ?? (() => LiveScope.All));
        lock (_followers)
        {
            _followers.Add(follower);
        }

        return follower;
    }

    /// <summary>
    /// Reads what other circuits may read at the same time. The answer is no older than the last known change, and than what this
    /// circuit did itself.
    /// </summary>
    /// <param name="key">What is read, with all that the answer depends on.</param>
    /// <param name="read">It goes on when <paramref name="cancellationToken"/> is cancelled, for others may wait.</param>
    /// <exception cref="TimeoutException">No answer within <see cref="Patience.Longest"/>.</exception>
    public Task<T> ShareAsync<T>(string key, Func<Task<T>> read, CancellationToken cancellationToken) =>
        reads.ReadAsync(key, Since, read, cancellationToken).Within(time, cancellationToken);

    /// <summary>A tab that comes back is refreshed at once.</summary>
    public Task SetVisibleAsync(bool visible) => SetAsync(() => Visible = visible);

    /// <summary>Whether the browser is connected: a circuit outlives the connection for a while, and is closed then or taken up again.</summary>
    public Task SetConnectedAsync(bool connected) => SetAsync(() => _isAway = !connected);

    /// <summary>One round of everything now, with nothing from before. Never throws for what a follower meets.</summary>
    public Task RefreshAsync()
    {
        Interlocked.Exchange(ref _since, time.GetTimestamp());
        return RoundAsync(_ => true);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
        {
            return;
        }

        Look(false);
        await _end.CancelAsync();
        await _loop;
        _end.Dispose();
    }

    /// <summary>One round of one follower, which is new.</summary>
    internal Task LoadAsync(IDisposable follower) => RoundAsync(one => one == follower);

    private async Task SetAsync(Action set)
    {
        var before = IsLookedAt;
        set();
        if (_started != 0)
        {
            Look(IsLookedAt);
        }

        if (IsLookedAt && !before)
        {
            await RefreshAsync();
        }
    }

    private void Look(bool looks)
    {
        lock (_followers)
        {
            if (looks && _ended == 0)
            {
                _watching ??= changes.Watch(Hear);
            }
            else
            {
                _watching?.Dispose();
                _watching = null;
            }
        }
    }

    private void Hear(ChangeNews news)
    {
        lock (_followers)
        {
            foreach (var follower in _followers.Where(follower => follower.Shows().Meets(news.Topics)))
            {
                follower.IsDue = true;
            }

            if (!_followers.Exists(follower => follower.IsDue) || _wake.CurrentCount > 0)
            {
                return;
            }

            Interlocked.Exchange(ref _since, Math.Max(_since, news.At));
            _wake.Release();
        }
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(Tick, time);
        var (tick, told) = (timer.WaitForNextTickAsync(_end.Token).AsTask(), _wake.WaitAsync(_end.Token));
        try
        {
            while (!_end.IsCancellationRequested)
            {
                if (IsLookedAt)
                {
                    var isTime = _wholeAt is not { } whole || time.GetElapsedTime(whole) >= (Fault is null ? Period : RetryPeriod);
                    await RoundAsync(follower => isTime || (Fault is null && (follower.IsDue || follower.Shows().IsLively)));
                }

                await Task.WhenAny(tick, told);
                if (tick.IsCompleted)
                {
                    await tick;
                    tick = timer.WaitForNextTickAsync(_end.Token).AsTask();
                }

                if (told.IsCompleted)
                {
                    await told;
                    told = _wake.WaitAsync(_end.Token);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The circuit ended.
        }
    }

    private async Task RoundAsync(Func<Follower, bool> which)
    {
        try
        {
            await _turn.WaitAsync(_end.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            return;
        }

        try
        {
            Follower[] followers;
            lock (_followers)
            {
                // After a failure nobody is known to be well.
                followers = [.. _followers.Where(which)];
                followers = Fault is not null && followers.Length > 0 ? [.. _followers] : followers;
                if (followers.Length == 0)
                {
                    return;
                }

                _wholeAt = followers.Length == _followers.Count ? time.GetTimestamp() : _wholeAt;
                foreach (var follower in followers)
                {
                    follower.IsDue = false;
                }
            }

            var met = await Task.WhenAll(followers.Select(LoadAsync));
            var worst = met.FirstOrDefault(exception => exception is not null);
            ShownAsOf = worst is null ? time.GetUtcNow() : ShownAsOf;
            Fault = worst is null ? null : new ConsoleFault(Fault?.Since ?? time.GetUtcNow(), Describe(worst));
        }
        finally
        {
            _turn.Release();
        }

        Changed?.Invoke();
    }

    private async Task<Exception?> LoadAsync(Follower follower)
    {
        try
        {
            await follower.Load(_end.Token);
            return null;
        }
        catch (Exception) when (_end.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception exception)
        {
            LogRoundFailed(logger, exception);
            return exception;
        }
    }

    private static string Describe(Exception exception) => exception switch
    {
        TimeoutException => "The cluster does not answer in time.",
        _ => exception.Message.Split('\n')[0],
    };

    [LoggerMessage(EventId = 1011, Level = LogLevel.Debug, Message = "A round of the console's refresh failed.")]
    private static partial void LogRoundFailed(ILogger logger, Exception exception);

    private sealed class Follower(ConsolePoller poller, Func<CancellationToken, Task> load, Func<LiveScope> shows) : IDisposable
    {
        public Func<LiveScope> Shows { get; } = shows;

        public Func<CancellationToken, Task> Load { get; } = load;

        /// <summary>What it shows has changed since it was loaded.</summary>
        public bool IsDue { get; set; }

        public void Dispose()
        {
            lock (poller._followers)
            {
                poller._followers.Remove(this);
            }
        }
    }
}

/// <param name="Since">When the first of the failing rounds was.</param>
public sealed record ConsoleFault(DateTimeOffset Since, string Message);
