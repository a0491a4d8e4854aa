namespace Switchyard.Hosting;

/// <summary>
/// Long polls: requests that wait until there is something to answer. One ends when its client leaves, and soon after the node
/// is told to stop; a call that is not answered in time was lost with a silo, and its door decides whether to ask again.
/// </summary>
internal sealed class LongPolls(TimeProvider time, IHostApplicationLifetime lifetime)
{
    /// <summary>A call that is not answered so long after its time was lost.</summary>
    private static readonly TimeSpan LostAfter = TimeSpan.FromSeconds(3);

    /// <param name="call">Gets the token that tells the grain.</param>
    /// <param name="wait">How long the grain was told to wait at most.</param>
    /// <inheritdoc cref="HeldCall.AskAsync{T}"/>
    public Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> call, TimeSpan wait, CancellationToken cancellationToken) =>
        HeldCall.AskAsync(call, wait + LostAfter, time, enough: lifetime.ApplicationStopping, cancellationToken);
}
