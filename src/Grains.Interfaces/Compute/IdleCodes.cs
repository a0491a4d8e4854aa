namespace Switchyard.Compute;

/// <summary>Why a source has free slots: the codes of <see cref="SourceView.Idle"/>.</summary>
public static class IdleCodes
{
    /// <summary>Its node is not in the cluster.</summary>
    public const string Away = "away";

    /// <summary>A person drains it.</summary>
    public const string Draining = "draining";

    /// <summary>A person paused it.</summary>
    public const string Paused = "paused";

    /// <summary>The disk of its node is full.</summary>
    public const string DiskFull = "disk-full";

    /// <summary>What waits for it is in a queue that a person paused.</summary>
    public const string QueuePaused = "queue-paused";

    /// <summary>What waits needs services that it may not run.</summary>
    public const string OtherServices = "other-services";

    /// <summary>It is about to start something.</summary>
    public const string Starting = "starting";

    /// <summary>Nothing waits.</summary>
    public const string NothingWaits = "nothing-waits";
}
