using Switchyard.Work;

namespace Switchyard.Tasks.Lane;

/// <param name="Number">Of the queue in rows; never used again.</param>
internal sealed record LaneQueue(int Number, string Name, TaskQueuePolicy Policy, DateTimeOffset CreatedAt);

/// <param name="Waiting">Those that wait, also those whose time has not come.</param>
/// <param name="Running">Those that are out.</param>
internal readonly record struct LaneBacklog(int Queue, long Waiting, long Running);

/// <summary>A new task, as it is stored. Times are whole milliseconds.</summary>
/// <param name="Rank">The negative of its priority: lower goes first.</param>
[GenerateSerializer, Immutable, Alias("switchyard.tasks.lane-task")]
internal sealed record LaneTask(
    [property: Id(0)] long Id,
    [property: Id(1)] int Queue,
    [property: Id(2)] short Rank,
    [property: Id(3)] NewTask Task,
    [property: Id(4)] DateTimeOffset CreatedAt);

/// <param name="Id">Of the one that has the unique key, when <paramref name="Existing"/>.</param>
[GenerateSerializer, Immutable, Alias("switchyard.tasks.lane-submitted")]
internal readonly record struct LaneSubmitted([property: Id(0)] long Id, [property: Id(1)] bool Existing);

/// <param name="Tasks">One outcome for each, in order.</param>
/// <param name="Claimed">What was leased of them; null: another holder of the window has begun, and nothing was.</param>
internal readonly record struct LaneStored(IReadOnlyList<LaneSubmitted> Tasks, LaneClaimed? Claimed);

/// <param name="Epoch">Of the holder of the window.</param>
/// <param name="Lease">What a renewal that does not say extends it by.</param>
/// <param name="Parts">The tasks, by when their attempts are over.</param>
internal sealed record LaneClaim(
    int Queue, long Epoch, string Worker, TimeSpan Lease, DateTimeOffset Now, IReadOnlyList<LaneClaimPart> Parts);

/// <param name="Until">When the attempt is over, however often it is renewed; null: never.</param>
internal sealed record LaneClaimPart(DateTimeOffset? Until, IReadOnlyList<long> Ids);

/// <param name="Number">Of the lease.</param>
/// <param name="Gone">Tasks of the claim that were not ready in the queue any more (cancelled, moved): they are not leased.</param>
internal readonly record struct LaneClaimed(long Number, IReadOnlyList<long> Gone);

/// <summary>What became of an act that ends an attempt.</summary>
/// <param name="Queue">Null when nothing changed.</param>
/// <param name="Status">Of the task after it; null when there is none.</param>
/// <param name="Owner">Of the task, when something changed.</param>
/// <param name="Worker">Who held the lease, when something changed.</param>
/// <param name="Trace">Of the task, when something changed.</param>
internal readonly record struct LaneEnded(
    TaskOutcome Outcome,
    int? Queue = null,
    short Rank = 0,
    string GroupKey = "",
    WorkStatus? Status = null,
    DateTimeOffset? NotBefore = null,
    string? Owner = null,
    string? Worker = null,
    byte[]? Trace = null);

/// <summary>A group of a queue that has ready tasks.</summary>
internal readonly record struct LaneGroup(short Rank, string GroupKey);

/// <param name="After">Only ids after this.</param>
internal readonly record struct LanePlace(short Rank, string GroupKey, long After);

/// <summary>A ready task, with all that a claim answers.</summary>
/// <param name="Attempts">How many leases of it have ended.</param>
internal sealed record LaneHead(
    long Id,
    short Rank,
    string GroupKey,
    int Attempts,
    byte[] Payload,
    string? Name,
    IReadOnlyList<string> Tags,
    DateTimeOffset CreatedAt,
    DateTimeOffset? Deadline,
    TimeSpan? Timeout,
    byte[]? Trace,
    string? Owner = null);

/// <summary>Tasks of one claim that run out together.</summary>
internal sealed record LaneLease(
    long Number, string Worker, DateTimeOffset ExpiresAt, DateTimeOffset? Until, IReadOnlyList<long> Ids);

/// <summary>A task on which the rule of retries decides, as the attempt left it.</summary>
/// <param name="Attempts">Leases that have ended, with this one.</param>
/// <param name="Spent">Those of them that its budget counts: since it was last put back by a person.</param>
/// <param name="Lost">Those of <paramref name="Spent"/> whose lease ran out, with this one.</param>
/// <param name="MaxAttempts">Of its own; null: the queue's.</param>
internal sealed record LaneAttempt(
    long Id, int Queue, int Attempts, int Spent, int Lost, int? MaxAttempts, string Worker, DateTimeOffset? Deadline);

/// <summary>How an attempt ended that brought no result.</summary>
internal enum LaneEnd
{
    /// <summary>Its worker says so, and it may be tried again.</summary>
    Failed,

    /// <summary>Its worker says so, and that it is for good.</summary>
    FailedForGood,

    /// <summary>The lease ran out.</summary>
    LeaseLost,

    /// <summary>The time of the attempt is over.</summary>
    TimedOut,

    /// <summary>Its worker never had it: it uses up no attempt.</summary>
    Released,
}

/// <summary>What becomes of the task.</summary>
/// <param name="Status">Queued, or how it has ended.</param>
/// <param name="NotBefore">Queued not before this; null: at once.</param>
/// <param name="Error">Kept with the task.</param>
internal readonly record struct LaneVerdict(WorkStatus Status, DateTimeOffset? NotBefore, string Error);

/// <summary>A pure rule; may be called again in another try of the transaction.</summary>
/// <param name="error">What the worker said; null: nothing.</param>
/// <param name="retryAfter">What the worker asked for.</param>
internal delegate LaneVerdict LaneDecide(LaneAttempt attempt, LaneEnd end, string? error, TimeSpan? retryAfter, DateTimeOffset now);

/// <summary>What a sweep changed. An attempt that ended has a lease number, another change of a task none (0).</summary>
/// <param name="MayHaveMore">A limit was met: sweep again at once.</param>
internal sealed record LaneSweep(IReadOnlyList<LaneSwept> Changes, bool MayHaveMore);

/// <param name="Status">After it: queued (now ready, or later: <paramref name="NotBefore"/>), or how it ended.</param>
/// <param name="RanOutAt">When the lease ran out that was taken back; null: none was.</param>
internal readonly record struct LaneSwept(
    long Id,
    int Queue,
    short Rank,
    string GroupKey,
    long LeaseNumber,
    WorkStatus Status,
    DateTimeOffset? NotBefore,
    string? Owner = null,
    string? Worker = null,
    string? Error = null,
    DateTimeOffset? RanOutAt = null,
    byte[]? Trace = null);

/// <summary>What became of an act on one task.</summary>
/// <param name="Before">The task as the act found it, without payload, result and log; null when there is none.</param>
internal sealed record LaneActed(ActOutcome Outcome, LaneItem? Before);

/// <summary>A task wherever it is.</summary>
internal sealed record LaneItem(int QueueNumber, short Rank, TaskView View);

/// <summary>All conditions must hold; null means any.</summary>
internal sealed record LaneQuery
{
    /// <summary>By number; empty: of all.</summary>
    public IReadOnlyList<int> Queues { get; init; } = [];

    public IReadOnlyList<WorkStatus>? Statuses { get; init; }

    public string? GroupKey { get; init; }

    public string? Tag { get; init; }

    /// <summary>Contained in the name, ignoring case.</summary>
    public string? NameContains { get; init; }

    /// <summary>The beginning of the name.</summary>
    public string? NamePrefix { get; init; }

    /// <summary>Contained in the error, ignoring case.</summary>
    public string? ErrorContains { get; init; }

    public string? Owner { get; init; }

    /// <summary>Only these.</summary>
    public IReadOnlyList<long>? Ids { get; init; }

    /// <summary>Who holds, or held, the newest lease.</summary>
    public string? Worker { get; init; }

    public DateTimeOffset? CreatedAfter { get; init; }

    public DateTimeOffset? CreatedBefore { get; init; }

    /// <summary>Only ids after this one (before it when <see cref="Descending"/>).</summary>
    public long? After { get; init; }

    public bool Descending { get; init; } = true;

    /// <summary>1 to 10,000.</summary>
    public int Limit { get; init; } = 100;
}
