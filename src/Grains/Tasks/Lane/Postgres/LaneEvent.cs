namespace Switchyard.Tasks.Lane.Postgres;

/// <summary>
/// What a row of <c>task_delta</c> says of some tasks of a queue. 2 to 5 are the numbers of how tasks end. Stored: the numbers never
/// change their meaning.
/// </summary>
internal static class LaneEvent
{
    public const short Created = 0;

    public const short Leased = 1;

    public const short Completed = 2;

    public const short Cancelled = 4;

    public const short TimedOut = 5;

    public const short Requeued = 6;

    /// <summary>An ended task waits again: counted with those that wait, and not in the rates.</summary>
    public const short PutBack = 7;

    /// <summary>A worker gave a sign of life.</summary>
    public const short Seen = 8;

    /// <summary>A task went to another queue: for the rates of the one that it left, it is completed.</summary>
    public const short Left = 9;

    /// <summary>With the number of how a task had ended: it is not there any more.</summary>
    public const short Removed = 10;
}
