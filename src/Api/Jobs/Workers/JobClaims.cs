using Switchyard.Hosting;

namespace Switchyard.Jobs;

/// <summary>Claims jobs for workers. A claim that waits ends when its worker leaves, and when the node stops.</summary>
internal sealed class JobClaims(IGrainFactory grains, IHostApplicationLifetime lifetime)
{
    /// <exception cref="OperationCanceledException">The worker left.</exception>
    public async Task<JobClaimResult> ClaimAsync(JobClaim claim, CancellationToken cancellationToken)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        try
        {
            return await grains.Reach<IJobDispatchGrain>(0).ClaimAsync(claim, ends.Token).WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Said here, too: the linked source may be disposed of before it heard.
            await ends.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
            return new JobClaimResult([], Paused: false);
        }
    }
}
