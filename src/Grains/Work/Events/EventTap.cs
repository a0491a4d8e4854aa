using Microsoft.Extensions.Logging;
using Switchyard.Hosting;

namespace Switchyard.Work.Events;

/// <summary>
/// Tells the hub what happens on this silo, while anybody listens: until the silo stops, since what is still asked of it when the node
/// was told to stop is done and told, too.
/// </summary>
internal sealed partial class EventTap(WorkEvents events, IGrainFactory grains, ILocalSiloDetails silo, TimeProvider time, ILogger<EventTap> log)
    : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private const int MostOfReport = 5000;

    /// <summary>
    /// No longer: one that waits in a hub which another one has replaced tells nobody. The runtime lets a second one be when nodes come
    /// and go, and does not end the first while calls wait in it.
    /// </summary>
    public static readonly TimeSpan Hold = TimeSpan.FromSeconds(1);

    /// <summary>
    /// A silo that is new may not know where grains are: asked for at once, a second hub would come to be, with nothing of what the first
    /// one keeps. What happens until then waits here.
    /// </summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Hurried = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Unhurried = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LastWord = TimeSpan.FromSeconds(2);

    /// <summary>What is said to a hub that is to let us go.</summary>
    private static readonly TimeSpan LetGo = TimeSpan.FromTicks(-1);

    private readonly string _source = SourceOf(silo.SiloAddress);
    private EventReport? _report;
    private long _sequence;

    // Null before the first word with the hub.
    private EventOrders? _orders;

    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;

    // The call that waits in the hub.
    private Task _held = Task.CompletedTask;

    /// <summary>The name of a silo's reports.</summary>
    public static string SourceOf(SiloAddress silo) => silo.ToParsableString();

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(nameof(EventTap), ServiceLifecycleStage.Active, Start, StopAsync);

    public void Dispose() => _stop.Dispose();

    private Task Start(CancellationToken cancellationToken)
    {
        _loop = Task.Run(() => RunAsync(_stop.Token), CancellationToken.None);
        return Task.CompletedTask;
    }

    private async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _loop;
        try
        {
            if (!_held.IsCompleted)
            {
                // An answer that comes to a silo that is gone is a warning on the other one, and here.
                await Hub.AwaitListenersAsync(_source, LetGo).WaitAsync(LastWord, time, cancellationToken);
                await _held.WaitAsync(LastWord, time, cancellationToken);
            }

            while (_orders is EventOrders.Keep or EventOrders.Hurry && (_report is not null || events.Waiting > 0))
            {
                _orders = await TellAsync().WaitAsync(LastWord, time, cancellationToken);
            }
        }
#pragma warning disable CA1031 // Nobody can be told any more.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogFailed(exception);
        }
    }

    private async Task RunAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(Settling, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await GoOnAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
            }
#pragma warning disable CA1031 // Whatever it is, events go on.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                LogFailed(exception);
                await Task.Delay(AfterFailure, time, CancellationToken.None);
            }
        }
    }

    private async Task GoOnAsync(CancellationToken stoppingToken)
    {
        if (_orders is null or EventOrders.Off)
        {
            // The first time only to learn what holds.
            var asked = Hub.AwaitListenersAsync(_source, _orders is null ? TimeSpan.Zero : Hold);
            _held = asked;
            Follow(await asked.WaitAsync(stoppingToken));
            return;
        }

        Follow(await TellAsync().WaitAsync(stoppingToken));
        if (_orders != EventOrders.Off)
        {
            await Task.Delay(_orders == EventOrders.Hurry ? Hurried : Unhurried, time, stoppingToken);
        }
    }

    private IEventIntakeGrain Hub => grains.Reach<IEventIntakeGrain>(0);

    private void Follow(EventOrders orders)
    {
        _orders = orders;
        events.Turn(orders != EventOrders.Off);
    }

    /// <summary>A report of which it is not known whether it came is made again as it was.</summary>
    private async Task<EventOrders> TellAsync()
    {
        if (_report is null)
        {
            var (taken, hasGap) = events.Take(MostOfReport);
            _report = new EventReport(_source, ++_sequence, taken, hasGap, IsWhole: taken.Count < MostOfReport);
        }

        var orders = await Hub.TellAsync(_report);
        _report = null;
        return orders;
    }

    [LoggerMessage(2005, LogLevel.Debug, "What happened could not be told; tried again")]
    private partial void LogFailed(Exception exception);
}
