namespace Switchyard.OperatorConsole.Frame;

/// <summary>
/// Keeps one circuit's pages fresh: one timer, whatever the number of pages and cards that follow. It rests while the tab
/// is hidden, and outlives any failure of what it calls.
/// </summary>
public sealed partial class ConsolePoller(TimeProvider time, ILogger<ConsolePoller> logger) : IAsyncDisposable
{
    /// <summary>How often followers are refreshed while the tab is visible.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    private readonly List<Follower> _followers = [];
    private readonly CancellationTokenSource _end = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private Task _loop = Task.CompletedTask;
    private int _started;
    private int _ended;

    /// <summary>Raised after each round, on no particular thread.</summary>
    public event Action? Changed;

    /// <summary>What the last round met; null when all went well.</summary>
    public ConsoleFault? Fault { get; private set; }

    /// <summary>When the last round was in which all went well; null before the first.</summary>
    public DateTimeOffset? ShownAsOf { get; private set; }

    /// <summary>Whether the browser shows the tab.</summary>
    public bool Visible { get; private set; } = true;

    /// <summary>Starts the timer, once.</summary>
    public void Start()
    {
        if (Interlocked.Exchange(ref _started, 1) == 0)
        {
            _loop = RunAsync();
        }
    }

    /// <summary>Calls <paramref name="load"/> in each round until the answer is disposed.</summary>
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

    /// <summary>A tab that comes back is refreshed at once.</summary>
    public async Task SetVisibleAsync(bool visible)
    {
        var returned = visible && !Visible;
        Visible = visible;
        if (returned)
        {
            await RefreshAsync();
        }
    }

    /// <summary>One round now. Never throws for what a follower meets.</summary>
    public async Task RefreshAsync()
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
                followers = [.. _followers];
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

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
        {
            return;
        }

        await _end.CancelAsync();
        await _loop;
        _end.Dispose();
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            do
            {
                if (Visible)
                {
                    await RefreshAsync();
                }
            }
            while (await timer.WaitForNextTickAsync(_end.Token));
        }
        catch (OperationCanceledException)
        {
            // The circuit ended.
        }
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

    [LoggerMessage(Level = LogLevel.Debug, Message = "A round of the console's refresh failed.")]
    private static partial void LogRoundFailed(ILogger logger, Exception exception);

    private sealed class Follower(ConsolePoller poller, Func<CancellationToken, Task> load, Func<LiveScope> shows) : IDisposable
    {
        public Func<LiveScope> Shows { get; } = shows;

        public Func<CancellationToken, Task> Load { get; } = load;

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
