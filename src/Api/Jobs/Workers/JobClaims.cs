using Switchyard.Hosting;

namespace Switchyard.Jobs.Workers;

/// <summary>
/// Claims jobs for workers. A claim that waits ends when its worker leaves, and when the node stops. It is repeated over the
/// loss of a silo: what an unheard answer had leased comes again when that lease ends, as it would if the worker asked again.
/// </summary>
internal sealed class JobClaims(IGrainFactory grains, LongPolls polls, PatientCalls calls, TimeProvider time)
{
    /// <exception cref="OperationCanceledException">The worker left.</exception>
    public async Task<JobClaimResult> ClaimAsync(JobClaim claim, CancellationToken cancellationToken)
    {
        try
        {
            var began = time.GetTimestamp();
            return await calls.AskAsync(
                () =>
                {
                    var left = claim.Wait - time.GetElapsedTime(began) is { Ticks: > 0 } some ? some : TimeSpan.Zero;
                    return polls.AskAsync(
                        lost => grains.Reach<IJobDispatchGrain>(0).ClaimAsync(claim with { Wait = left }, lost), left, cancellationToken);
                },
                cancellationToken);
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new JobClaimResult([], Paused: false);
        }
    }
}
