namespace Switchyard.Tasks;

/// <summary>Who waits in line: to be told that something came, or to be handed it.</summary>
internal sealed partial class TaskQueueGrain
{
    private readonly LinkedList<Waiting> _line = [];

    /// <summary>Claims that stand in line, by the numbers by which they may leave.</summary>
    private readonly Dictionary<Guid, CancellationTokenSource> _standing = [];

    private int _claimsInLine;
    private bool _hasEnded;

    /// <param name="claim">Null: it waits to be told, and claims then.</param>
    private sealed class Waiting(TaskClaim? claim)
    {
        public TaskClaim? Claim => claim;

        /// <summary>With what is handed over; null: look again.</summary>
        public TaskCompletionSource<TaskClaimResult?> Arrival { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Tasks are on their way to it, and it has left the line.</summary>
        public bool IsPromised { get; set; }
    }

    public async Task<bool> WaitAsync(TimeSpan time, CancellationToken cancellationToken) =>
        (await WaitInLineAsync(null, time, cancellationToken)).IsReady;

    public async Task<TaskClaimResult> StandAsync(TaskClaim claim, Guid number, TimeSpan time)
    {
        using var left = new CancellationTokenSource();
        _standing[number] = left;
        try
        {
            // Of one elsewhere it is heard late that it is lost with its node: what it was handed would be out for nobody.
            return (await WaitInLineAsync(claim.Near is null ? null : claim, time, left.Token)).Handed ?? Nothing();
        }
        catch (OperationCanceledException) when (left.IsCancellationRequested)
        {
            return Nothing();
        }
        finally
        {
            _standing.Remove(number);
        }

        static TaskClaimResult Nothing() => new([], null, MayHaveMore: true);
    }

    public Task LeaveAsync(Guid number) => _standing.Remove(number, out var left) ? left.CancelAsync() : Task.CompletedTask;

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _hasEnded = true;
        lines.Remove(Queue, this);
        return Task.CompletedTask;
    }

    private async Task<(bool IsReady, TaskClaimResult? Handed)> WaitInLineAsync(TaskClaim? claim, TimeSpan time, CancellationToken cancellationToken)
    {
        var until = clock.GetTimestamp() + (long)((time < TaskLimits.LongestWait ? time : TaskLimits.LongestWait).TotalSeconds * clock.TimestampFrequency);
        var wasPromised = false;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _askedAt = clock.GetUtcNow();

            // In line before the look: what arrives after it completes this very place.
            var place = Join(new(claim), isFirst: wasPromised);
            bool? isReady = null;
            try
            {
                isReady = await LookOrWaitAsync(place.Value, until, cancellationToken);
            }
            catch (Exception) when (place.Value.IsPromised)
            {
                // What is on its way to it would be out for nobody.
            }
            finally
            {
                Quit(place);
            }

            if (place.Value.IsPromised && await place.Value.Arrival.Task is { } handed)
            {
                return (true, handed);
            }

            if (isReady is { } known)
            {
                return (known, null);
            }

            // It was the first, and got nothing.
            wasPromised = place.Value.IsPromised;
        }
    }

    /// <returns>Whether something is ready, or false when the time is over; null: look again.</returns>
    private async Task<bool?> LookOrWaitAsync(Waiting waiting, long until, CancellationToken cancellationToken)
    {
        if (_isOver || await HasReadyAsync())
        {
            return true;
        }

        var left = clock.GetElapsedTime(clock.GetTimestamp(), until);
        if (left <= TimeSpan.Zero)
        {
            return false;
        }

        await ArrivesAsync(waiting.Arrival.Task, left < UntilLook ? left : UntilLook, cancellationToken);
        return null;
    }

    private LinkedListNode<Waiting> Join(Waiting waiting, bool isFirst)
    {
        if (waiting.Claim is not null && _claimsInLine++ == 0 && !_hasEnded)
        {
            lines.Add(Queue, this);
        }

        return isFirst ? _line.AddFirst(waiting) : _line.AddLast(waiting);
    }

    /// <summary>It may have left its place already.</summary>
    private void Quit(LinkedListNode<Waiting> place)
    {
        if (place.List is null)
        {
            return;
        }

        _line.Remove(place);
        if (place.Value.Claim is not null && --_claimsInLine == 0)
        {
            lines.Remove(Queue, this);
        }
    }
}
