namespace Switchyard.Jobs.Datasets;

/// <summary>
/// One run for all who ask at once. Who asks in the middle of a run may know of what it has passed already: they share the
/// next one.
/// </summary>
internal sealed class SharedRun<T>(Func<Task<T>> run)
{
    private readonly Lock _lock = new();
    private Task<T>? _running;
    private Task<T>? _next;

    /// <summary>The outcome of a run that begins after this call.</summary>
    public Task<T> AskAsync()
    {
        lock (_lock)
        {
            return _running is null or { IsCompleted: true } && _next is null ? _running = run() : _next ??= FollowAsync(_running!);
        }
    }

    private async Task<T> FollowAsync(Task running)
    {
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        Task<T> next;
        lock (_lock)
        {
            (_running, _next) = (next = run(), null);
        }

        return await next;
    }
}
