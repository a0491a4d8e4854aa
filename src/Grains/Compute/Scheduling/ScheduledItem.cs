namespace Switchyard.Compute.Scheduling;

/// <summary>An item that the scheduler knows of: it waits at a source, runs there, or waits for a source that may run it.</summary>
internal sealed class ScheduledItem(ComputeEntry entry)
{
    public ComputeEntry Entry { get; } = entry;

    /// <summary>Null while no source that may run it is there.</summary>
    public SourceLane? Lane { get; set; }

    public bool Runs { get; set; }

    /// <summary>When it was given to its source to run: a number of <see cref="SchedulingState.Tick"/>.</summary>
    public int StartedAt { get; set; }

    /// <summary>The newest pass over the rows that met it, or that was under way when it came.</summary>
    public int SeenInPass { get; set; }

    /// <summary>
    /// As what it was offered while it ran: its row is queued again, perhaps for its next step, and its source's word that the
    /// run is over is still to come.
    /// </summary>
    public ComputeEntry? OfferedAgain { get; set; }

    /// <summary>In the order of all queues: priority, then id.</summary>
    public static IComparer<ScheduledItem> Order { get; } = Comparer<ScheduledItem>.Create(
        (x, y) => x.Entry.Priority.CompareTo(y.Entry.Priority) is var first and not 0 ? first : x.Entry.Id.CompareTo(y.Entry.Id));
}
