namespace Switchyard.Work.Failures;

/// <summary>Puts the sums of all places together. Pure.</summary>
internal static class FailureGroups
{
    /// <summary>The statuses that count as failed.</summary>
    public static IReadOnlyList<WorkStatus> Statuses { get; } = [WorkStatus.Failed, WorkStatus.TimedOut];

    /// <summary>A sum for each group, of all its queues and kinds: the largest first, of those the one that failed last.</summary>
    public static IReadOnlyList<IReadOnlyList<FailureSum>> Of(IEnumerable<FailureSums> places) =>
    [
        .. places.SelectMany(place => place.Sums)
            .GroupBy(sum => sum.Group)
            .Select(group => (IReadOnlyList<FailureSum>)[.. group.OrderByDescending(sum => sum.Last)])
            .OrderByDescending(group => group.Sum(sum => sum.Count))
            .ThenByDescending(group => group[0].Last),
    ];

    /// <param name="sums">Of one group, the one with the newest item first.</param>
    public static FailureGroup Of(IReadOnlyList<FailureSum> sums, WorkItemView newest) => new(
        ErrorPattern.Of(newest.Error),
        sums.Sum(sum => sum.Count),
        newest,
        sums.Min(sum => sum.First),
        sums[0].Last,
        [.. sums.Select(sum => sum.Kind).Distinct().Order(StringComparer.Ordinal)],
        [.. sums.Select(sum => sum.Queue).Distinct().Order(StringComparer.Ordinal)]);
}
