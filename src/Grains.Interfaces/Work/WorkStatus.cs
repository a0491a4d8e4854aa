namespace Switchyard.Work;

/// <summary>Where a work item stands. The numbers are stored in the database and never change their meaning.</summary>
[GenerateSerializer, Alias("switchyard.work.status")]
public enum WorkStatus
{
    /// <summary>Waits in its queue.</summary>
    Queued = 0,

    /// <summary>Handed out under a lease.</summary>
    Running = 1,

    /// <summary>Ended with an accepted result.</summary>
    Completed = 2,

    /// <summary>Ended without a result; the reason is kept.</summary>
    Failed = 3,

    /// <summary>Ended by a person or by its owner.</summary>
    Cancelled = 4,

    /// <summary>Ended because its time limit passed.</summary>
    TimedOut = 5,
}

public static class WorkStatusExtensions
{
    /// <summary>Whether the item has ended. Only an explicit reset leaves a terminal status.</summary>
    public static bool IsTerminal(this WorkStatus status) => status >= WorkStatus.Completed;

    /// <summary>As it is written in tallies, records, labels and answers: "queued", "timedout".</summary>
    public static string Word(this WorkStatus status) => status switch
    {
        WorkStatus.Queued => "queued",
        WorkStatus.Running => "running",
        WorkStatus.Completed => "completed",
        WorkStatus.Failed => "failed",
        WorkStatus.Cancelled => "cancelled",
        WorkStatus.TimedOut => "timedout",
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };
}
