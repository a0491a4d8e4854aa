namespace Switchyard.Work.Failures;

/// <summary>Which failed items are summed. All conditions must hold; null means any.</summary>
public sealed record FailureSumQuery
{
    public string? Kind { get; init; }

    public string? Queue { get; init; }

    /// <summary>They ended at this time or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only these groups.</summary>
    public IReadOnlyList<long>? Groups { get; init; }

    /// <summary>At most so many sums, the largest first.</summary>
    public int Limit { get; init; } = 500;
}

/// <summary>Failed items of one group, queue and kind.</summary>
/// <param name="Group">See <see cref="ErrorPattern.NumberOf"/>.</param>
/// <param name="First">When the first of them failed.</param>
/// <param name="Newest">The item that failed last.</param>
public sealed record FailureSum(long Group, string Queue, string Kind, long Count, DateTimeOffset First, DateTimeOffset Last, long Newest);

/// <param name="Sums">The largest first; no more than were asked for.</param>
/// <param name="Count">How many items all sums have together, also those that are not among <paramref name="Sums"/>.</param>
/// <param name="Unsorted">How many more failed whose group is not known yet: they are of an earlier release.</param>
public sealed record FailureSums(IReadOnlyList<FailureSum> Sums, long Count, long Unsorted)
{
    /// <summary>Nothing failed.</summary>
    public static FailureSums None { get; } = new([], 0, 0);
}
