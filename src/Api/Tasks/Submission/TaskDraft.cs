using Switchyard.Tasks.Wire;

namespace Switchyard.Tasks.Submission;

/// <summary>A task as it was sent, with spans that count from when it is submitted.</summary>
internal sealed class TaskDraft
{
    public string? Queue { get; set; }

    public byte[]? Payload { get; set; }

    public bool HasPayload { get; set; }

    public string? Name { get; set; }

    public int Priority { get; set; }

    public string GroupKey { get; set; } = "";

    public IReadOnlyList<string> Tags { get; set; } = [];

    public string? UniqueKey { get; set; }

    public TimeSpan? UniqueFor { get; set; }

    public TimeSpan? Delay { get; set; }

    public DateTimeOffset? NotBefore { get; set; }

    public DateTimeOffset? Deadline { get; set; }

    public TimeSpan? DeadlineAfter { get; set; }

    public int? MaxAttempts { get; set; }

    public TimeSpan? Timeout { get; set; }

    public byte[]? Trace { get; set; }

    /// <summary>What its members have for one another.</summary>
    public void Check(ref Values values)
    {
        if (Queue is null)
        {
            values.Refuse("queue", "is missing.");
        }

        if (!HasPayload)
        {
            values.Refuse("payload", "is missing. It may be any JSON, also null.");
        }

        if (Delay is not null && NotBefore is not null)
        {
            values.Refuse("delay", "and notBefore do not go together.");
        }

        if (UniqueFor is not null && UniqueKey is null)
        {
            values.Refuse("uniqueFor", "goes only with uniqueKey.");
        }
    }

    /// <param name="now">In whole milliseconds.</param>
    public NewTask At(DateTimeOffset now, string? owner) => new()
    {
        Queue = Queue!,
        Payload = Payload!,
        Name = Name,
        Priority = Priority,
        NotBefore = Delay > TimeSpan.Zero ? Times.After(now, Delay.Value) : NotBefore > now ? NotBefore : null,
        UniqueKey = UniqueKey,
        UniqueUntil = UniqueFor is { } span ? Times.After(now, span) : null,
        GroupKey = GroupKey,
        Tags = Tags,
        MaxAttempts = MaxAttempts,
        Timeout = Timeout,
        Deadline = DeadlineAfter is { } after ? Times.After(now, after) : Deadline,
        Owner = owner,
        Trace = Trace,
    };
}
