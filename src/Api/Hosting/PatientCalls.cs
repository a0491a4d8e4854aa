namespace Switchyard.Hosting;

/// <summary>
/// Calls to the cluster that outlast the loss of a silo: what it held answers again after a second or two, and a client of
/// the original's would not ask a second time.
/// </summary>
internal sealed partial class PatientCalls(TimeProvider time, IHostApplicationLifetime lifetime, ILogger<PatientCalls> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan LostAfter = TimeSpan.FromSeconds(5);

    private static readonly AsyncLocal<bool> Within = new();

    /// <summary>Whether the caller repeats this call itself, so that nothing below it need do so.</summary>
    public static bool IsPatient => Within.Value;

    /// <inheritdoc cref="AskAsync{T}"/>
    public Task AskAsync(Func<Task> call, CancellationToken cancellationToken) => AskAsync(
        async () =>
        {
            await call();
            return true;
        },
        cancellationToken);

    /// <summary>
    /// Repeats a call over failures that pass, for about 30 s and at least once. The last failure is thrown. A call that
    /// failed may have taken effect all the same, so <paramref name="call"/> must bear being made twice.
    /// </summary>
    public async Task<T> AskAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        // Gone with this method: what an asynchronous method sets, its caller does not see.
        Within.Value = true;
        var started = time.GetTimestamp();
        var pause = FirstPause;
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await call().WaitAsync(cancellationToken);
            }
            catch (Exception failure) when (ClusterFailure.IsTransient(failure) && MayTryAgain(started, tries))
            {
                LogRetry(pause, failure.Message);
            }

            await Task.Delay(pause, time, cancellationToken);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <summary>
    /// The same for a call that is short, and is not repeated where calls are made (<see cref="PatientGrainCalls"/>): a front
    /// end alone is not told that a silo died behind its gateway, so what is not answered in 5 s counts as lost there. The one
    /// that was only slow may take effect before the next, or after it.
    /// </summary>
    public Task<T> AskShortAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken) => AskAsync(
        () => HeldCall.AskAsync(_ => call(), LostAfter, time, enough: default, cancellationToken), cancellationToken);

    /// <remarks>A call to a silo that died may take all the patience there is before it fails.</remarks>
    private bool MayTryAgain(long started, int tries) =>
        !lifetime.ApplicationStopping.IsCancellationRequested && (tries == 1 || time.GetElapsedTime(started) < Patience);

    [LoggerMessage(1, LogLevel.Warning, "A call to the cluster is tried again in {Pause}: {Reason}")]
    private partial void LogRetry(TimeSpan pause, string reason);
}
