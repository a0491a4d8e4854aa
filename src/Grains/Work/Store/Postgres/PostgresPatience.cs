using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace Switchyard.Work.Store.Postgres;

/// <summary>Looks for a lost database for a while before callers are failed.</summary>
/// <param name="most">How long.</param>
internal sealed partial class PostgresPatience(TimeSpan most, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private static readonly ResiliencePropertyKey<long> Start = new("start");

    private readonly ResiliencePipeline _retry = RetryFor(most, time, logger);

    /// <summary>Tries again what failed having changed nothing.</summary>
    public async Task<T> RunAsync<T>(Func<Task<T>> attempt, CancellationToken cancellationToken)
    {
        // Tried again where it was tried first: on the scheduler of the grain that asks.
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: true, cancellationToken);
        context.Properties.Set(Start, time.GetTimestamp());
        try
        {
            return await _retry.ExecuteAsync(static async (_, attempt) => await attempt(), context, attempt);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static ResiliencePipeline RetryFor(TimeSpan most, TimeProvider time, ILogger logger) =>
        new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = int.MaxValue,
                DelayGenerator = failed => new(PauseAfter(failed.AttemptNumber)),
                ShouldHandle = failed => new(
                    failed.Outcome.Exception is { } exception
                    && PostgresFailure.IsTransient(exception)
                    && time.GetElapsedTime(failed.Context.Properties.GetValue(Start, 0)) + PauseAfter(failed.AttemptNumber) < most),
                OnRetry = again =>
                {
                    LogRetry(logger, again.Outcome.Exception!.Message);
                    return default;
                },
            })
            .Build();

    /// <param name="tries">How often it was tried before the try that failed.</param>
    private static TimeSpan PauseAfter(int tries) =>
        TimeSpan.FromSeconds(Math.Min(FirstPause.TotalSeconds * Math.Pow(2, tries), LongestPause.TotalSeconds));

    [LoggerMessage(2018, LogLevel.Warning, "PostgreSQL did not answer ({Reason}); trying again")]
    private static partial void LogRetry(ILogger logger, string reason);
}
