using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace Switchyard.Work.Events;

/// <summary>
/// Only a memory of what was told: one that is lost is begun anew under another name (its epoch), and who reads on from the old one
/// is told so. Reentrant, since readers wait in it.
/// </summary>
[Reentrant]
internal sealed partial class EventHubGrain(
    TimeProvider clock,
    Random random,
    IHostApplicationLifetime node,
    IClusterMembershipService membership,
    ILocalSiloDetails silo,
    EventShelves shelves,
    EventHubSeat seat,
    ILogger<EventHubGrain> log) : Grain, IEventHubGrain, IEventIntakeGrain
{
    private const int Most = 100_000;
    private const int LongestPage = 1000;

    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    /// <summary>Without a reader for so long, silos take their time.</summary>
    private static readonly TimeSpan ReadLately = TimeSpan.FromSeconds(30);

    /// <summary>Who asks while the node stops is not answered at once, to ask again at once.</summary>
    private static readonly TimeSpan WhileStopping = TimeSpan.FromMilliseconds(200);

    /// <summary>Who waits looks so often whether this is still the hub.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>By then every silo that lives has found a new hub: its call of the one before has ended, and it has called this one.</summary>
    private static readonly TimeSpan Known = EventTap.Hold + TimeSpan.FromSeconds(1.5);

    private readonly Dictionary<string, Tap> _taps = [];
    private EventMerge _merge = new();
    private EventRing? _ring;
    private string _epoch = "";
    private DateTimeOffset _readAt;
    private bool _wasOn;

    // Somebody reads from a place of this epoch.
    private bool _isRead;
    private TaskCompletionSource _turned = NewSignal();
    private TaskCompletionSource _changed = NewSignal();

    private bool IsOn => _ring is not null;

    public async Task<EventPage> ReadAsync(string? after, EventFilter filter, int max, TimeSpan wait, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(max, LongestPage);
        if (_hasEnded)
        {
            return await SendOnAsync(after, cancellationToken);
        }

        TurnOffWhenForgotten();
        TurnOn();
        if (string.IsNullOrEmpty(after) || NumberOf(after) is not { } number)
        {
            await ReachPresentAsync(cancellationToken);
            if (_hasEnded)
            {
                return await SendOnAsync(after, cancellationToken);
            }

            _isRead = true;
            return new EventPage([], PlaceOf(_ring!.Last), IsReset: !string.IsNullOrEmpty(after));
        }

        var began = clock.GetTimestamp();
        var longest = wait < LongestWait ? wait : LongestWait;
        var hasWaited = false;
        while (true)
        {
            // Before the look: what comes after it completes this very task.
            var changed = _changed.Task;
            if (_hasEnded)
            {
                return await SendOnAsync(after, cancellationToken);
            }

            (_readAt, _isRead) = (clock.GetUtcNow(), true);
            if (NumberOf(after) is null)
            {
                return new EventPage([], PlaceOf(_ring!.Last), IsReset: true);
            }

            var (found, end) = _ring!.Read(number, filter, max);
            (number, after) = (end, PlaceOf(end));
            var left = longest - clock.GetElapsedTime(began);
            if (found.Count > 0 || left <= TimeSpan.Zero || (hasWaited && (IsLeft || node.ApplicationStopping.IsCancellationRequested)))
            {
                return new EventPage([.. found.Select(one => new PlacedEvent(PlaceOf(one.Number), one.Event))], after);
            }

            await WaitAsync(changed, left < LookEvery ? left : LookEvery, cancellationToken);
            hasWaited = true;
        }
    }

    public async Task<EventOrders> AwaitListenersAsync(string source, TimeSpan time)
    {
        ThrowIfEnded();
        TurnOffWhenForgotten();
        if (time > TimeSpan.Zero)
        {
            BeginWhenLate(source);
        }

        if (time < TimeSpan.Zero)
        {
            TapOf(source).Leaves.TrySetResult();
        }
        else if (!IsOn && time > TimeSpan.Zero)
        {
            var tap = TapOf(source);
            tap.Holds++;
            await WaitAsync(Task.WhenAny(_turned.Task, tap.Leaves.Task), time < LongestWait ? time : LongestWait, CancellationToken.None);
            tap.Holds--;
            ThrowIfEnded();
        }

        TapOf(source).SeenAt = clock.GetUtcNow();
        return Orders();
    }

    public Task<EventOrders> TellAsync(EventReport report)
    {
        ThrowIfEnded();
        var now = clock.GetUtcNow();
        TurnOffWhenForgotten();
        if (!IsOn && !_wasOn)
        {
            // The hub before this one had listeners, who may come back.
            TurnOn();
        }

        var tap = TapOf(report.Source);
        if (!tap.Tells && report.Sequence > 1)
        {
            BeginWhenLate(report.Source);
        }

        tap.SeenAt = now;
        tap.Tells = IsOn;
        if (_ring is not null)
        {
            if (report.HasGap)
            {
                LogGap(report.Source);
                Begin();
            }

            foreach (var source in Living())
            {
                // A new one has its first word in a moment, and it may be about what others tell of now.
                _merge.ExpectNew(source, now);
            }

            _merge.Add(report.Source, report.Sequence, report.Events, report.IsWhole, now);
            foreach (var happened in _merge.Release(now))
            {
                _ring.Add(happened, now);
            }

            Signal(ref _changed);
        }

        return Task.FromResult(Orders());
    }

    private EventOrders Orders() => !IsOn ? EventOrders.Off
        : clock.GetUtcNow() - _readAt < ReadLately ? EventOrders.Hurry
        : EventOrders.Keep;

    private void TurnOn()
    {
        _readAt = clock.GetUtcNow();
        if (!IsOn)
        {
            _wasOn = true;
            Begin();
            Signal(ref _turned);
        }
    }

    /// <summary>A silo that is not new comes when somebody reads already. What it told another hub, or nobody, was missed.</summary>
    private void BeginWhenLate(string source)
    {
        if (IsOn && _isRead)
        {
            LogLate(source);
            Begin();
            Signal(ref _changed);
        }
    }

    /// <summary>Nothing is known of what happened before now.</summary>
    private void Begin()
    {
        var now = clock.GetUtcNow();
        _epoch = string.Create(CultureInfo.InvariantCulture, $"{now.ToUnixTimeMilliseconds():x}{random.Next(1 << 16):x4}");
        _ring = new EventRing(Most, KeptFor);
        _merge = new EventMerge();
        _isRead = false;
        foreach (var source in Awaited())
        {
            _merge.Expect(source, now);
        }
    }

    private void TurnOffWhenForgotten()
    {
        if (IsOn && clock.GetUtcNow() - _readAt > KeptFor)
        {
            _ring = null;
            _epoch = "";
            _merge = new EventMerge();
            foreach (var tap in _taps.Values)
            {
                tap.Tells = false;
            }
        }
    }

    private string PlaceOf(long number) => string.Create(CultureInfo.InvariantCulture, $"{_epoch}-{number}");

    /// <summary>Null when not everything that came after the place is kept.</summary>
    private long? NumberOf(string place) =>
        place.Split('-') is [var epoch, var text]
        && epoch == _epoch
        && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && _ring!.Has(number, clock.GetUtcNow())
            ? number
            : null;

    /// <summary>Nobody is held while the node stops: the grain could not leave.</summary>
    private async Task WaitAsync(Task signal, TimeSpan time, CancellationToken cancellationToken)
    {
        var stopping = node.ApplicationStopping;
        using var either = stopping.IsCancellationRequested
            ? null
            : CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stopping);
        try
        {
            await signal.WaitAsync(
                either is null && time > WhileStopping ? WhileStopping : time, clock, either?.Token ?? cancellationToken);
        }
        catch (TimeoutException)
        {
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
        }
    }

    private static void Signal(ref TaskCompletionSource signal)
    {
        var given = signal;
        signal = NewSignal();
        given.SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(2023, LogLevel.Debug, "Silo {Source} told more than it can keep: events begin anew")]
    private partial void LogGap(string source);

    [LoggerMessage(2024, LogLevel.Debug, "Silo {Source} comes late, and what it told before is not here: events begin anew")]
    private partial void LogLate(string source);
}
