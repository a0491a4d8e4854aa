using Polly;
using Polly.Retry;
using Switchyard.Hosting;

namespace Switchyard.Tables;

/// <summary>
/// Finds work for a client and does not give up: any answer but a table or "all is done" would end the original's
/// clients for good, so a request is held while there is nothing to hand out, and over failures of every kind.
/// </summary>
internal sealed partial class WorkRequests(
    IGrainFactory grains, TableIds ids, LongPolls polls, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<WorkRequests> logger)
{
    /// <summary>How long one call waits; the shorter, the sooner a node that is told to stop has answered everyone.</summary>
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan ShortestRound = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(3);

    private readonly ResiliencePipeline _patience = PatienceOf(time, lifetime, logger);

    /// <returns><see cref="GetWorkStatus.Wait"/> only when this front end is about to stop.</returns>
    /// <exception cref="OperationCanceledException">The client left.</exception>
    public async Task<GetWorkResult> NextAsync(string client, CancellationToken cancellationToken)
    {
        while (true)
        {
            var started = time.GetTimestamp();
            GetWorkResult result;
            try
            {
                result = await _patience.ExecuteAsync(
                    static async (asked, token) => await asked.Requests.AskAsync(asked.Client, token), (Requests: this, Client: client), cancellationToken);
            }
            catch (Exception) when (lifetime.ApplicationStopping.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                return new GetWorkResult(GetWorkStatus.Wait, null);
            }

            if (result is { Package: { } package, TableId: > 0 })
            {
                ids.Remember(package.Name, result.TableId);
            }

            if (result.Status != GetWorkStatus.Wait || lifetime.ApplicationStopping.IsCancellationRequested)
            {
                return result;
            }

            // A campaign that says "wait" at once must not be asked in a tight loop.
            if (time.GetElapsedTime(started) < ShortestRound)
            {
                await Task.Delay(ShortestRound, time, cancellationToken);
            }
        }
    }

    private Task<GetWorkResult> AskAsync(string client, CancellationToken cancellationToken) =>
        polls.AskAsync(lost => grains.CampaignGrain().GetWorkAsync(client, Wait, lost), Wait, cancellationToken);

    private static ResiliencePipeline PatienceOf(TimeProvider time, IHostApplicationLifetime lifetime, ILogger logger) =>
        new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = int.MaxValue,
                Delay = FirstPause,
                BackoffType = DelayBackoffType.Exponential,
                MaxDelay = LongestPause,

                // A fault of the program, too: the original's clients take every other answer for the end of all work.
                ShouldHandle = failed => new(failed.Outcome.Exception is not null && !lifetime.ApplicationStopping.IsCancellationRequested),
                OnRetry = again =>
                {
                    var failure = again.Outcome.Exception!;
                    LogRetry(logger, ClusterFailure.IsTransient(failure) ? LogLevel.Warning : LogLevel.Error, again.RetryDelay, failure.Message);
                    return default;
                },
            })
            .Build();

    [LoggerMessage(EventId = 4002, Message = "A request for work is tried again in {Pause}: {Reason}")]
    private static partial void LogRetry(ILogger logger, LogLevel level, TimeSpan pause, string reason);
}
