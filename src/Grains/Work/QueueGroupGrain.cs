using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Switchyard.Hosting;
using Switchyard.Work.Instruments;
using Switchyard.Work.Store;

namespace Switchyard.Work;

/// <summary>
/// Only a cache of rows and pauses: whoever asks first after a crash makes it again. Reentrant, as <see cref="QueueGrain"/>.
/// </summary>
[Reentrant]
public sealed partial class QueueGroupGrain(
    IWorkStore store, IGrainFactory grains, WorkInstruments instruments, TimeProvider clock, ILogger<QueueGroupGrain> log) : Grain, IQueueGroupGrain
{
    private const int SweepsPerQuestion = 10;
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(1);

    private readonly QueueHeads _heads = new(store, instruments, clock);
    private readonly Dictionary<string, Task> _pauses = [];
    private int _sweeps;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(SweepAsync, new GrainTimerCreationOptions(SweepEvery, SweepEvery) { KeepAlive = true });
        return Task.CompletedTask;
    }

    public async Task<TakeResult> TakeAsync(IReadOnlyList<string> queues, int max)
    {
        await KnowPausesAsync(queues);
        return await _heads.TakeAsync(queues, max);
    }

    public async Task<TakeResult> PeekAsync(string queue, int max)
    {
        await KnowPausesAsync([queue]);
        return await _heads.PeekAsync(queue, max);
    }

    public async Task<bool> WaitAsync(IReadOnlyList<string> queues, TimeSpan time, CancellationToken cancellationToken)
    {
        await KnowPausesAsync(queues);
        return await _heads.WaitAsync(queues, time, cancellationToken);
    }

    public Task<QueuePlace> GetPlaceAsync(string queue, QueueEntry entry) => _heads.PlaceAsync(queue, entry);

    public Task OfferAsync(string queue, IReadOnlyList<QueueEntry> entries)
    {
        _heads.Offer(queue, entries);
        return Task.CompletedTask;
    }

    public Task RefillAsync(string queue) => _heads[queue].RefillAsync();

    public Task HoldAsync(string queue, QueuePause? pause)
    {
        _heads.Hold(queue, pause);
        return Task.CompletedTask;
    }

    /// <summary>Nothing is handed out of a queue that may be paused.</summary>
    private Task KnowPausesAsync(IReadOnlyList<string> queues) => Task.WhenAll(queues.Select(queue =>
        _pauses.TryGetValue(queue, out var asked) && !asked.IsFaulted ? asked : (_pauses[queue] = AskForPauseAsync(queue))));

    /// <summary>What was told while it was asked is newer than the answer.</summary>
    private async Task AskForPauseAsync(string queue)
    {
        var head = _heads[queue];
        var told = head.Holds;
        // The queue may be on a node of 0.1, which knows no other question.
        var status = await LostCalls.AskAsync(() => grains.Reach<IQueueGrain>(queue).GetStatusAsync(), clock);
        if (head.Holds == told && head.Pause != status.Pause)
        {
            _heads.Hold(queue, status.Pause);
        }
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _heads.SweepAsync();
            if (++_sweeps % SweepsPerQuestion == 0)
            {
                // A pause is told at once; this finds what was not, for example by a node of 0.1.
                await Task.WhenAll(_pauses.Keys.Select(AskForPauseAsync).ToList());
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The next tick tries again; the rows wait.
            LogSweepFailed(this.GetPrimaryKeyString(), exception);
        }
    }

    [LoggerMessage(2013, LogLevel.Warning, "Queues of {Group}: the sweep failed and is tried again")]
    private partial void LogSweepFailed(string group, Exception exception);
}
