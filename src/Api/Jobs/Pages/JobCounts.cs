using Switchyard.Work;

namespace Switchyard.Jobs.Pages;

/// <summary>Sums over the queues of the door. What waits and what has ended goes by the rows' status, the rest by its stage.</summary>
public static class JobCounts
{
    public static IReadOnlyDictionary<JobStatus, long> Of(IReadOnlyList<QueueStatus> queues) =>
        Enum.GetValues<JobStatus>().ToDictionary(status => status, status => queues.Sum(queue => TalliesOf(status).Sum(name => queue.Totals.GetValueOrDefault(name))));

    private static string[] TalliesOf(JobStatus status) => status switch
    {
        JobStatus.Queued => ["status.queued"],
        JobStatus.Completed => ["status.completed"],
        JobStatus.Failed => ["status.failed", "status.cancelled", "status.timedout"],
        _ => ["facet." + JobWords.Of(status)],
    };
}
