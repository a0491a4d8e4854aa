using Switchyard.Hosting;

namespace Switchyard.Tables;

/// <summary>
/// Finds work for a client and does not give up: any answer but a table or "all is done" would end the original's
/// clients for good, so a request is held while there is nothing to hand out, and over failures of every kind.
/// </summary>
internal sealed partial class WorkRequests(
    IGrainFactory grains, LongPolls polls, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<WorkRequests> logger)
{
    /// <summary>How long one call waits; the shorter, the sooner a node that is told to stop has answered everyone.</summary>
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan ShortestRound = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(3);

    /// <returns><see cref="GetWorkStatus.Wait"/> only when this front end is about to stop.</returns>
    /// <exception cref="OperationCanceledException">The client left.</exception>
    public async Task<GetWorkResult> NextAsync(string client, CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        while (true)
        {
            var started = time.GetTimestamp();
            try
            {
                var result = await AskAsync(client, cancellationToken);
                if (result.Status != GetWorkStatus.Wait || lifetime.ApplicationStopping.IsCancellationRequested)
                {
                    return result;
                }

                // A campaign that says "wait" at once must not be asked in a tight loop.
                pause = FirstPause;
                if (time.GetElapsedTime(started) < ShortestRound)
                {
                    await Task.Delay(ShortestRound, time, cancellationToken);
                }
            }
            // A fault of the program, too: the original's clients take every other answer for the end of all work.
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                if (lifetime.ApplicationStopping.IsCancellationRequested)
                {
                    return new GetWorkResult(GetWorkStatus.Wait, null);
                }

                LogRetry(ClusterFailure.IsTransient(failure) ? LogLevel.Warning : LogLevel.Error, pause, failure.Message);
                await Task.Delay(pause, time, cancellationToken);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    private Task<GetWorkResult> AskAsync(string client, CancellationToken cancellationToken) =>
        polls.AskAsync(lost => grains.CampaignGrain().GetWorkAsync(client, Wait, lost), Wait, cancellationToken);

    [LoggerMessage(EventId = 1, Message = "A request for work is tried again in {Pause}: {Reason}")]
    private partial void LogRetry(LogLevel level, TimeSpan pause, string reason);
}
