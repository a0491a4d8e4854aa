using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace Switchyard.Client.Workers;

/// <summary>Tries for ever, less and less often.</summary>
internal static class Patience
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(200);

    /// <summary>A line in the log for the first failure, and then about each minute.</summary>
    private const int LoggedEach = 12;

    /// <param name="what">What fails, for people.</param>
    /// <param name="goesOn">Failures that do not pass; null: all pass.</param>
    public static ResiliencePipeline Of(string what, TimeSpan most, TimeProvider time, ILogger log, Func<Exception, bool>? goesOn = null) =>
        new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = First < most ? First : most,
                MaxDelay = most,
                ShouldHandle = attempt => ValueTask.FromResult(attempt.Outcome.Exception switch
                {
                    null => false,
                    OperationCanceledException => false,
                    var failure => goesOn?.Invoke(failure) != false,
                }),
                OnRetry = attempt =>
                {
                    if (attempt.AttemptNumber % LoggedEach == 0 && attempt.Outcome.Exception is { } failure)
                    {
                        WorkerLog.TriesAgain(log, what, attempt.AttemptNumber + 1, failure.Message);
                    }

                    return ValueTask.CompletedTask;
                },
            })
            .Build();
}
