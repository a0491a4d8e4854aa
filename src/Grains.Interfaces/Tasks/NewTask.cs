namespace Switchyard.Tasks;

/// <summary>A task that is submitted. The front end has checked it against the bounds of <see cref="TaskLimits"/>.</summary>
[GenerateSerializer, Immutable, Alias("switchyard.tasks.new")]
public sealed record NewTask
{
    [Id(0)] public required string Queue { get; init; }

    /// <summary>JSON as it came, as UTF-8 without white space.</summary>
    [Id(1)] public required byte[] Payload { get; init; }

    [Id(2)] public string? Name { get; init; }

    /// <summary>-100 to 100, higher first.</summary>
    [Id(3)] public int Priority { get; init; }

    /// <summary>Not handed out before this; null: at once.</summary>
    [Id(4)] public DateTimeOffset? NotBefore { get; init; }

    /// <summary>At most one active task of the queue has it, and none is made until <see cref="UniqueUntil"/>.</summary>
    [Id(5)] public string? UniqueKey { get; init; }

    [Id(6)] public DateTimeOffset? UniqueUntil { get; init; }

    /// <summary>Groups take turns. Empty: none, which is a group, too.</summary>
    [Id(7)] public string GroupKey { get; init; } = "";

    [Id(8)] public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Of its own; null: the queue's.</summary>
    [Id(9)] public int? MaxAttempts { get; init; }

    /// <summary>Of each attempt; null: the queue's.</summary>
    [Id(10)] public TimeSpan? Timeout { get; init; }

    /// <summary>When it is over, wherever it is; null: never.</summary>
    [Id(11)] public DateTimeOffset? Deadline { get; init; }

    /// <summary>Whose it is: the account or key that submitted it; null where nobody signs in.</summary>
    [Id(12)] public string? Owner { get; init; }

    /// <summary>Of the submitter's trace, as JSON in UTF-8: the members <c>traceparent</c> and <c>tracestate</c> of W3C's.</summary>
    [Id(13)] public byte[]? Trace { get; init; }
}

/// <summary>What became of a submitted task.</summary>
/// <param name="Id">Of the task; of the one that exists when it is a duplicate; 0 when refused.</param>
/// <param name="Existing">One with its unique key was there.</param>
/// <param name="Refusal">Why it was refused, for people; null when it was not.</param>
/// <param name="CreatedAt">As it was stored; <c>default</c> where that is not known at hand.</param>
[GenerateSerializer, Immutable, Alias("switchyard.tasks.submitted")]
public readonly record struct SubmittedTask(
    [property: Id(0)] long Id, [property: Id(1)] bool Existing, [property: Id(2)] string? Refusal = null, [property: Id(3)] DateTimeOffset CreatedAt = default);
