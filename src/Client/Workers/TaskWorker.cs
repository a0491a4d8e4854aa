using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Switchyard.Client.Tasks;
using Switchyard.Client.Tracing;

namespace Switchyard.Client.Workers;

/// <summary>
/// Claims tasks, runs handlers, renews leases and brings ends home, until it is told to stop. It outlasts nodes that restart.
/// </summary>
internal sealed class TaskWorker
{
    /// <summary>For handlers whose token was cancelled, and then for the last answers of the node.</summary>
    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(3);

    private readonly TasksClient _tasks;
    private readonly TaskWorkerOptions _options;
    private readonly ILogger _log;
    private readonly WorkerClock _clock;
    private readonly HeldTasks _held;
    private readonly Renewals _renewals;
    private readonly SettleQueue<Completion> _completions;
    private readonly SettleQueue<Failure> _failures;
    private readonly TaskRunner _runner;
    private readonly RunningTasks _running = new();

    public TaskWorker(TasksClient tasks, TaskWork work, TaskWorkerOptions options, IServiceScopeFactory? scopes, ILogger log)
    {
        options.Check();
        (_tasks, _options, _log) = (tasks, options, log);
        _clock = new(tasks.Time);
        _held = new(options, _clock);
        _renewals = new(tasks, _held, options, _clock, log);
        _completions = new(
            "complete", async (items, token) => Outcomes(await tasks.CompleteOnceAsync(items, token), done => done.Outcome), options.MaxRetryDelay, tasks.Time, log);
        _failures = new(
            "fail", async (items, token) => Outcomes(await tasks.FailOnceAsync(items, token), failed => failed.Outcome), options.MaxRetryDelay, tasks.Time, log);
        _runner = new(work, scopes, _completions, _failures, _clock, log);
    }

    /// <summary>Works until it is told to stop, and then gives back what does not end in time.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        WorkerLog.Starts(_log, _options.Name, _options.Concurrency, string.Join(", ", _options.Queues));
        using var ends = new CancellationTokenSource();
        using var slots = new SemaphoreSlim(_options.Concurrency);
        using var givesUp = new CancellationTokenSource();
        var renews = _renewals.RunAsync(ends.Token);
        var settles = Task.WhenAll(_completions.RunAsync(givesUp.Token), _failures.RunAsync(givesUp.Token));
        await ClaimAsync(slots, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        WorkerLog.Stops(_log, _options.Name, _running.Count, _options.ShutdownGrace);
        await LetEndAsync();
        _completions.Close();
        _failures.Close();
        if (!await EndsAsync(settles, LastPatience))
        {
            await givesUp.CancelAsync();
            await settles;
        }

        await ends.CancelAsync();
        await renews.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static LeaseOutcome[] Outcomes<T>(IReadOnlyList<T> items, Func<T, LeaseOutcome> outcomeOf) => [.. items.Select(outcomeOf)];

    private async Task ClaimAsync(SemaphoreSlim slots, CancellationToken stopping)
    {
        var claims = new Claims(_tasks, _options, _running, _clock, _log);
        while (!stopping.IsCancellationRequested)
        {
            var claim = await claims.NextAsync(stopping);
            HeldTask[] held = [.. claim.Tasks.Items.Select(task => _held.Add(task, claim.ServerDate, claim.AnsweredAt))];
            _held.Changed.Signal();
            foreach (var group in claim.Tasks.Items.CountBy(task => task.Queue))
            {
                ClientTracing.Claimed(group.Key, group.Value);
            }

            foreach (var task in held)
            {
                _running.Start(task, ended => Task.Run(() => RunAsync(task, slots, ended, stopping), CancellationToken.None));
            }
        }
    }

    private async Task RunAsync(HeldTask task, SemaphoreSlim slots, Action ended, CancellationToken stopping)
    {
        try
        {
            await _runner.RunAsync(task, slots, ended, stopping);
        }
        finally
        {
            _held.Remove(task);
        }
    }

    /// <summary>First by themselves, then by their tokens; what is left after that is given back.</summary>
    private async Task LetEndAsync()
    {
        if (await EndsAsync(_running.AllAsync(), _options.ShutdownGrace))
        {
            return;
        }

        foreach (var task in _held.All)
        {
            task.Lose(Loss.Stopping);
        }

        if (!await EndsAsync(_running.AllAsync(), LastPatience))
        {
            await EndsAsync(Task.WhenAll(_running.Unended().Select(_runner.GiveBackAsync)), LastPatience);
        }
    }

    private async Task<bool> EndsAsync(Task task, TimeSpan within)
    {
        try
        {
            await task.WaitAsync(within, _clock.Time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
