using Polly;
using Polly.Retry;

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
    private static readonly ResiliencePropertyKey<long> Start = new("start");

    private readonly ResiliencePipeline _patience = PatienceOf(time, lifetime, logger);

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
        // Made again where it was made first: a page of the console has a context of its own.
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: true, cancellationToken);
        context.Properties.Set(Start, time.GetTimestamp());
        try
        {
            return await _patience.ExecuteAsync(
                static async (context, call) => await call().WaitAsync(context.CancellationToken), context, call);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>
    /// The same for a call that is short, and is not repeated where calls are made (<see cref="PatientGrainCalls"/>): a front
    /// end alone is not told that a silo died behind its gateway, so what is not answered in 5 s counts as lost there. The one
    /// that was only slow may take effect before the next, or after it.
    /// </summary>
    public Task<T> AskShortAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken) => AskAsync(
        () => HeldCall.AskAsync(_ => call(), LostAfter, time, enough: default, cancellationToken), cancellationToken);

    private static ResiliencePipeline PatienceOf(TimeProvider time, IHostApplicationLifetime lifetime, ILogger logger) =>
        new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = int.MaxValue,
                Delay = FirstPause,
                BackoffType = DelayBackoffType.Exponential,
                MaxDelay = LongestPause,
                ShouldHandle = failed => new(
                    failed.Outcome.Exception is { } failure
                    && ClusterFailure.IsTransient(failure)
                    && !lifetime.ApplicationStopping.IsCancellationRequested

                    // A call to a silo that died may take all the patience there is before it fails.
                    && (failed.AttemptNumber == 0 || time.GetElapsedTime(failed.Context.Properties.GetValue(Start, 0)) < Patience)),
                OnRetry = again =>
                {
                    LogRetry(logger, again.RetryDelay, again.Outcome.Exception!.Message);
                    return default;
                },
            })
            .Build();

    [LoggerMessage(1006, LogLevel.Warning, "A call to the cluster is tried again in {Pause}: {Reason}")]
    private static partial void LogRetry(ILogger logger, TimeSpan pause, string reason);
}
