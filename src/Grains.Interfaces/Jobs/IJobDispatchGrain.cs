namespace Switchyard.Jobs;

/// <summary>
/// Hands jobs of several operations to workers, oldest first. A stateless worker: the queues of the operations hold the
/// order, the jobs decide. The key is always 0.
/// </summary>
[Alias("switchyard.jobs.dispatch-grain")]
public interface IJobDispatchGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Leases up to <see cref="JobClaim.Max"/> jobs. A job comes at least once: one whose lease runs out is handed out
    /// again under a higher lease number. While the door is in maintenance nothing is.
    /// </summary>
    [Alias("claim")]
    Task<JobClaimResult> ClaimAsync(JobClaim claim, CancellationToken cancellationToken);
}

/// <param name="Worker">Who will hold the leases; 1 to 200 characters.</param>
/// <param name="Operations">Which jobs; empty: all.</param>
/// <param name="Max">1 to 100 jobs.</param>
/// <param name="Lease">How long the leases are valid from now; 1 second to 24 hours.</param>
/// <param name="Wait">How long to wait for the first job; 0 to 20 seconds.</param>
[GenerateSerializer, Immutable, Alias("switchyard.jobs.claim")]
public sealed record JobClaim(
    [property: Id(0)] string Worker,
    [property: Id(1)] IReadOnlyList<JobOperation> Operations,
    [property: Id(2)] int Max,
    [property: Id(3)] TimeSpan Lease,
    [property: Id(4)] TimeSpan Wait);

/// <param name="Jobs">What was leased; empty when nothing waits.</param>
/// <param name="Paused">Nothing is handed out: maintenance, or all the queues asked for are paused.</param>
[GenerateSerializer, Immutable, Alias("switchyard.jobs.claim-result")]
public sealed record JobClaimResult(
    [property: Id(0)] IReadOnlyList<JobView> Jobs,
    [property: Id(1)] bool Paused);
