namespace Switchyard.Client.Workers;

/// <summary>Wakes a loop. Take <see cref="Next"/> before looking whether there is something to do, and nothing is missed.</summary>
internal sealed class WakeUp
{
    private TaskCompletionSource _next = New();

    public Task Next => Volatile.Read(ref _next).Task;

    public void Signal() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    /// <summary>Until the signal, or until a time has passed.</summary>
    /// <param name="most">Null: for ever.</param>
    public static async Task WaitAsync(Task next, TimeSpan? most, TimeProvider time, CancellationToken cancellationToken)
    {
        if (most is not { } span)
        {
            await next.WaitAsync(cancellationToken);
            return;
        }

        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(next, Task.Delay(span > TimeSpan.Zero ? span : TimeSpan.Zero, time, done.Token));
        await done.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
