using Switchyard.Work;

namespace Switchyard.Jobs;

/// <summary>A job comes again at once, as often as its workers ask for it, but not when they always die of it.</summary>
internal sealed class JobRetries(JobsOptions options) : IRetryPolicies
{
    private readonly RetryPolicy _policy = new() { MaxLostLeases = options.MaxLostLeases };

    public RetryPolicy? Find(string queue) => JobNames.Queues.Contains(queue) ? _policy : null;
}
