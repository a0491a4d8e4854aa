namespace Switchyard.Hosting;

/// <summary>
/// A call that the cluster may hold back for a while until there is something to answer. When nobody waits for the answer
/// any more, the grain hears of it, so that it hands out nothing that nobody takes.
/// </summary>
internal static class HeldCall
{
    /// <param name="call">Gets the token that tells the grain.</param>
    /// <param name="longest">A call that is not answered after this was lost with a silo.</param>
    /// <param name="enough">Tells the grain to hold the call no longer; what it answers then is still waited for.</param>
    /// <exception cref="TimeoutException">It was lost. If it only was slow, it may take effect yet.</exception>
    /// <exception cref="OperationCanceledException">By <paramref name="cancellationToken"/>, or by the grain when it had <paramref name="enough"/>.</exception>
    public static async Task<T> AskAsync<T>(
        Func<CancellationToken, Task<T>> call, TimeSpan longest, TimeProvider time, CancellationToken enough, CancellationToken cancellationToken)
    {
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, enough);
        var asked = call(lost.Token);
        try
        {
            return await asked.WaitAsync(longest, time, cancellationToken);
        }
        catch
        {
            // Said here, too: the linked source may be disposed of before it heard that the client left.
            await lost.CancelAsync();
            asked.Ignore();
            throw;
        }
    }
}
