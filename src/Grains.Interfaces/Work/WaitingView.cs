namespace Switchyard.Work;

/// <summary>Why an item waits in its queue: the one answer, for every door.</summary>
/// <param name="Code">For programs: one of <see cref="WaitingCodes"/>.</param>
/// <param name="Text">For people: what it waits for or behind.</param>
[GenerateSerializer, Immutable, Alias("switchyard.work.waiting")]
public sealed record WaitingView([property: Id(0)] string Code, [property: Id(1)] string Text);

/// <summary>The words of <see cref="WaitingView.Code"/>.</summary>
public static class WaitingCodes
{
    /// <summary>Nobody who could take it has asked of late.</summary>
    public const string NoWorker = "no-worker";

    public const string QueuePaused = "queue-paused";

    /// <summary>Its door is in maintenance.</summary>
    public const string Maintenance = "maintenance";

    /// <summary>Its time has not come.</summary>
    public const string NotBefore = "not-before";

    /// <summary>It is next at its source, whose slots are taken.</summary>
    public const string SourceBusy = "source-busy";

    public const string SourcePaused = "source-paused";

    public const string SourceAway = "source-away";

    /// <summary>No source, there or away, may run it.</summary>
    public const string NoSource = "no-source";

    /// <summary>Another item is at work on what it is about.</summary>
    public const string TargetBusy = "target-busy";

    /// <summary>As much runs at a time as may.</summary>
    public const string Limit = "limit";

    /// <summary>Others come first; the text says how many.</summary>
    public const string Behind = "behind";
}
