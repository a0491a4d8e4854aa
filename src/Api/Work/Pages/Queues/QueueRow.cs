namespace Switchyard.Work.Pages.Queues;

/// <summary>A queue as the console shows it.</summary>
/// <param name="Pace">How fast it fills and empties, and when what waits will be done.</param>
/// <param name="Points">Events of the last day per minute, oldest first.</param>
/// <param name="Workers">Those that were seen in the last minutes, newest first.</param>
/// <param name="At">When this was so.</param>
public sealed record QueueRow(
    QueueStatus Status, QueuePace Pace, IReadOnlyList<RatePoint> Points, IReadOnlyList<WorkerView> Workers, DateTimeOffset At)
{
    public string Name => Status.Queue;

    /// <summary>Whether it holds or held something in the last day, or is paused. The doors' queues that nobody uses come last.</summary>
    public bool IsAlive => Status is { Queued: > 0 } or { Running: > 0 } or { Pause: not null } || Pace.In.Day + Pace.Out.Day > 0;

    /// <summary>What the page of it is at.</summary>
    public string Link => LinkOf(Name);

    public static string LinkOf(string queue) => $"console/queues/{Uri.EscapeDataString(queue)}";
}
