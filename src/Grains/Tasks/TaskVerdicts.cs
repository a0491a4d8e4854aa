using Switchyard.Tasks.Lane;
using Switchyard.Tasks.Rules;

namespace Switchyard.Tasks;

/// <summary>The rule of retries with the policies of the queues as a node knows them.</summary>
internal sealed class TaskVerdicts(TaskQueues queues, Random random)
{
    private static readonly TaskQueuePolicy Default = new();

    /// <summary>To be asked anew for each call: policies change.</summary>
    public async Task<LaneDecide> RuleAsync()
    {
        await queues.RefreshAsync();
        return (attempt, end, error, retryAfter, now) =>
            TaskRetries.Decide(attempt, end, error, retryAfter, queues[attempt.Queue]?.Policy ?? Default, random.NextDouble(), now);
    }
}
