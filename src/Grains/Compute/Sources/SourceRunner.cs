using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using Switchyard.Blobs;
using Switchyard.Hosting;
using Switchyard.Telemetry;
using Switchyard.Work;

namespace Switchyard.Compute.Sources;

/// <summary>What the runs of a node share.</summary>
public sealed record RunServices(
    IRunExecutor Executor, IBlobStore Blobs, INodeDisk Disk, IGrainFactory Grains, RunInstruments Instruments, TimeProvider Time, ILogger<RunServices> Log);

/// <summary>
/// One source at work. It lives as long as the node, whatever becomes of its grain's activations: a run is a process, and is
/// not to be forgotten.
/// </summary>
internal sealed partial class SourceRunner(SourceDefinition definition, SourceContext context, TimeSpan lease, RunServices services)
{
    private const int MaxReports = 30;

    /// <summary>As OpenTelemetry has it for processes.</summary>
    private const string TraceVariable = "TRACEPARENT";

    private static readonly TimeSpan BetweenReturns = TimeSpan.FromSeconds(2);

    /// <summary>Of a slot after a fault of the node: a node whose disk is full would else take and give back all that waits.</summary>
    private static readonly BackOff AfterFault = new(TimeSpan.FromSeconds(1), 2, TimeSpan.FromMinutes(1));

    private readonly ConcurrentDictionary<long, Run> _runs = [];
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _faults;

    public SourceDefinition Definition => definition;

    public string Key => definition.Key;

    public IReadOnlyCollection<Run> Runs => [.. _runs.Values];

    /// <summary>Completes when all that is at work now has ended and its ends are stored.</summary>
    public Task WhenIdleAsync() => Task.WhenAll(_runs.Values.Select(run => run.Done));

    /// <summary>From now on nothing is started.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed.TrySetResult();
        }
    }

    public async Task<StartOutcome> StartAsync(ComputeEntry entry)
    {
        if (services.Disk.WhyFull() is not null)
        {
            return StartOutcome.NoRoom;
        }

        if (Reserve(entry) is not { } run)
        {
            return StartOutcome.Full;
        }

        RunOrder? order = null;
        try
        {
            // The lease is at least as long as it is counted from before it was taken.
            run.HeldUntil = services.Time.GetTimestamp() + Ticks(lease);
            order = await services.Grains.GetComputeItem(entry.Kind, entry.Id).StartAsync(Key, lease);
        }
        finally
        {
            if (order is null)
            {
                run.End(new() { Outcome = RunOutcome.Cancelled });
                Free(run);
            }
        }

        if (order is null)
        {
            return StartOutcome.Gone;
        }

        run.Leased(order.LeaseNumber);
        Task.Run(() => SuperviseAsync(run, order)).Ignore();
        return StartOutcome.Started;
    }

    /// <summary>
    /// Ends a run; its end is then the caller's to store. One that ended by itself just now tells its own end, too: its item
    /// takes the one that comes first.
    /// </summary>
    public async Task<RunResult?> StopAsync(long id, string reason)
    {
        if (!_runs.TryGetValue(id, out var run))
        {
            return null;
        }

        var isClaimed = run.TryClaimEnd();
        run.Stop(reason);
        var result = await run.Ended;
        if (isClaimed)
        {
            await DiscardResultAsync(result);
        }

        return result with { ResultBlob = null, ResultLength = 0 };
    }

    public string? LogOf(long id) => _runs.TryGetValue(id, out var run) ? run.Log.ToString() : null;

    private Run? Reserve(ComputeEntry entry)
    {
        lock (_gate)
        {
            if (_closed.Task.IsCompleted || _runs.Values.Count(run => run.Entry.Pool == entry.Pool) >= definition.Slots || _runs.ContainsKey(entry.Id))
            {
                return null;
            }

            return _runs[entry.Id] = new(entry);
        }
    }

    private void Free(Run run)
    {
        _runs.TryRemove(new(run.Entry.Id, run));
        run.Dispose();
    }

    private async Task SuperviseAsync(Run run, RunOrder order)
    {
        try
        {
            var began = services.Time.GetTimestamp();
            var result = await ExecuteAsync(run, order);
            services.Instruments.Ended(Key, order.Service, result.Outcome, services.Time.GetElapsedTime(began));
            run.End(result);
            if (run.TryClaimEnd())
            {
                await FinishAsync(run, result);
            }
        }
        finally
        {
            Free(run);
        }

        await GoOnAsync(run.Entry.Id);
    }

    private async Task<RunResult> ExecuteAsync(Run run, RunOrder order)
    {
        using var timeout = order.Timeout is { } limit
            ? new CancellationTokenSource(limit > TimeSpan.Zero ? limit : TimeSpan.Zero, services.Time)
            : new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(run.Stopping, timeout.Token);
        using var span = Tracing.Start($"run {order.Service}", ActivityKind.Consumer, order.Trace, order.IsRetry);
        RunResult result;
        try
        {
            result = await services.Executor.RunAsync(
                order, context with { AtOnce = run.Lost, Environment = EnvironmentOf(span?.Id ?? order.Trace) }, run.Log, either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            result = new() { Outcome = RunOutcome.Cancelled };
        }
#pragma warning disable CA1031 // Whatever a run throws, it is that run's failure.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogThrew(Key, run.Entry.Id, exception);
            result = new() { Outcome = RunOutcome.Failed, Error = RunEnds.ErrorOf(exception) };
        }

        return RunEnds.Judge(result, run.StopReason, timeout.IsCancellationRequested ? order.Timeout : null) with
        {
            Log = result.Log ?? run.Log.ToString(),
        };
    }

    /// <summary>With the trace of the run, which its processes may go on with.</summary>
    private IReadOnlyDictionary<string, string> EnvironmentOf(string? trace) =>
        trace is null ? context.Environment : new Dictionary<string, string>(context.Environment) { [TraceVariable] = trace };

    private async Task FinishAsync(Run run, RunResult result)
    {
        var isFault = result.Outcome == RunOutcome.Lost;
        var faults = isFault ? Interlocked.Increment(ref _faults) : Interlocked.Exchange(ref _faults, 0);
        if (!isFault && result.Outcome != RunOutcome.Cancelled && run.TryBeginReport())
        {
            await ReportAsync(run, result);
            return;
        }

        await DiscardResultAsync(result);
        await GiveBackAsync(run, (isFault ? result.Error : null) ?? run.StopReason ?? "The run was stopped.", CauseOf(run, isFault));
        if (isFault)
        {
            await WaitAsync(AfterFault.After(faults));
        }
    }

    private static ReleaseCause CauseOf(Run run, bool isFault) =>
        isFault || run.IsFenced ? ReleaseCause.NodeFault
        : run.IsLost ? ReleaseCause.Lost
        : ReleaseCause.Orderly;

    /// <summary>
    /// Tells the item how its run ended, again and again: nothing else knows. An answer that was not heard may have been
    /// yes, so the result stays unless an item says that it is not wanted.
    /// </summary>
    private async Task ReportAsync(Run run, RunResult result)
    {
        var item = services.Grains.GetComputeItem(run.Entry.Kind, run.Entry.Id);
        try
        {
            var outcome = await PatienceFor(run, tries => RunRetries.OfNode.After(tries), () => true)
                .ExecuteAsync(async _ => await item.EndAsync(run.LeaseNumber, result));
            if (outcome != ActOutcome.Accepted)
            {
                LogNotTaken(Key, run.Entry.Id, run.LeaseNumber, outcome);
                await DiscardResultAsync(result);
            }
        }
#pragma warning disable CA1031 // The lease, held no longer, says the rest: the item runs again.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogNeverReported(Key, run.Entry.Id, run.LeaseNumber, exception);
        }
    }

    /// <summary>Asks until there is an answer, up to <see cref="MaxReports"/> times.</summary>
    private ResiliencePipeline PatienceFor(Run run, Func<int, TimeSpan> wait, Func<bool> goesOn) => new ResiliencePipelineBuilder { TimeProvider = services.Time }
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = MaxReports - 1,
            DelayGenerator = failed => new(wait(failed.AttemptNumber + 1)),
            ShouldHandle = failed => new(failed.Outcome.Exception is not null && goesOn()),
            OnRetry = again =>
            {
                LogNotReported(Key, run.Entry.Id, again.Outcome.Exception!);
                return default;
            },
        })
        .Build();

    /// <summary>
    /// Best effort: what cannot be given back goes back when its lease runs out, and then counts as lost. Where the store is
    /// what fails, it is asked until it is back or the node stops.
    /// </summary>
    private async Task GiveBackAsync(Run run, string reason, ReleaseCause cause)
    {
        LogGivenBack(Key, run.Entry.Id, run.LeaseNumber, reason);
        var item = services.Grains.GetComputeItem(run.Entry.Kind, run.Entry.Id);
        try
        {
            await (cause == ReleaseCause.NodeFault ? PatienceFor(run, _ => BetweenReturns, () => !_closed.Task.IsCompleted) : ResiliencePipeline.Empty)
                .ExecuteAsync(async _ => await item.ReleaseAsync(run.LeaseNumber, reason, cause));
        }
#pragma warning disable CA1031 // See above.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogNotReported(Key, run.Entry.Id, exception);
        }
    }

    /// <summary>For a time, or until the node stops.</summary>
    private async Task WaitAsync(TimeSpan time) =>
        await _closed.Task.WaitAsync(time, services.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>The slot is free: what is next is started from here, without a detour.</summary>
    private async Task GoOnAsync(long ended)
    {
        try
        {
            for (long? freed = ended; freed is { } id;)
            {
                var next = await services.Grains.GetScheduler().FreedAsync(Key, id);
                freed = next is { } entry && await StartAsync(entry) == StartOutcome.Gone ? entry.Id : null;
            }
        }
#pragma warning disable CA1031 // The scheduler asks what runs here from time to time.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogNotTold(Key, exception);
        }
    }

    /// <summary>A result that nobody takes.</summary>
    private async Task DiscardResultAsync(RunResult result)
    {
        try
        {
            _ = result.ResultBlob is { } blob && await services.Blobs.DeleteAsync(blob, CancellationToken.None);
        }
#pragma warning disable CA1031 // A blob too many is no reason not to go on.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogNotDiscarded(Key, exception);
        }
    }

    private long Ticks(TimeSpan time) => (long)(time.TotalSeconds * services.Time.TimestampFrequency);
}
