using Switchyard.Work;

namespace Switchyard.Compute;

/// <summary>An item whose runs are lost comes again at once, elsewhere; one that takes its nodes along must not come back for ever.</summary>
internal sealed class RunRetries(IEnumerable<PushQueue> queues, ComputeOptions options) : IRetryPolicies
{
    /// <summary>Of what a node tries again by itself: half a second, growing to 16 s.</summary>
    public static BackOff OfNode { get; } = new(TimeSpan.FromMilliseconds(500), 2, TimeSpan.FromSeconds(16));

    private readonly RetryPolicy _policy = new() { MaxLostLeases = options.MaxLostRuns };
    private readonly HashSet<string> _queues = [.. queues.Select(push => push.Queue)];

    public RetryPolicy? Find(string queue) => _queues.Contains(queue) ? _policy : null;
}
