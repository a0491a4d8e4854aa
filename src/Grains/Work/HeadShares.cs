namespace Switchyard.Work;

/// <summary>How many to take from each of several queues, so that the oldest of all are taken. Pure.</summary>
internal static class HeadShares
{
    /// <param name="heads">The heads of the queues, each in order.</param>
    /// <returns>One number for each head; their sum is at most <paramref name="max"/>.</returns>
    public static IReadOnlyList<int> Of(IReadOnlyList<IReadOnlyList<QueueEntry>> heads, int max)
    {
        var shares = new int[heads.Count];
        foreach (var (queue, _) in heads
            .SelectMany((head, queue) => head.Select(entry => (queue, entry)))
            .OrderBy(candidate => candidate.entry)
            .Take(max))
        {
            shares[queue]++;
        }

        return shares;
    }
}
