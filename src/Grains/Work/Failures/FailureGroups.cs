namespace Switchyard.Work.Failures;

/// <summary>Puts failed items together by their errors. Pure.</summary>
internal static class FailureGroups
{
    /// <summary>The statuses that count as failed.</summary>
    public static IReadOnlyList<WorkStatus> Statuses { get; } = [WorkStatus.Failed, WorkStatus.TimedOut];

    /// <summary>The largest first, of those the one that failed last.</summary>
    public static IReadOnlyList<FailureGroup> Of(IEnumerable<WorkItemView> items) =>
    [
        .. items.GroupBy(item => ErrorPattern.Of(item.Error), StringComparer.Ordinal)
            .Select(group => Of(group.Key, [.. group]))
            .OrderByDescending(group => group.Count)
            .ThenByDescending(group => group.Last),
    ];

    private static FailureGroup Of(string pattern, List<WorkItemView> items)
    {
        var newest = items.MaxBy(EndOf)!;
        return new(
            pattern,
            items.Count,
            newest,
            items.Min(EndOf),
            EndOf(newest),
            [.. items.Select(item => item.Kind).Distinct().Order(StringComparer.Ordinal)],
            [.. items.Select(item => item.Queue).Distinct().Order(StringComparer.Ordinal)]);
    }

    private static DateTimeOffset EndOf(WorkItemView item) => item.FinishedAt ?? item.CreatedAt;
}
