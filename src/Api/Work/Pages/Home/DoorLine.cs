using Switchyard.OperatorConsole.Frame;
using Switchyard.Work.Pages.Queues;

namespace Switchyard.Work.Pages.Home;

/// <summary>A door with the numbers of all its queues. Pure.</summary>
/// <param name="FailedLately">In the last hour.</param>
/// <param name="InPerMinute">Items made, as the mean of the last hour.</param>
/// <param name="OutPerMinute">Items that ended, as the mean of the last hour.</param>
/// <param name="Oldest">Since when the oldest waits; null: nothing does.</param>
/// <param name="Eta">Until what waits has ended in all queues; null: one of them cannot say.</param>
/// <param name="EtaReason">Why there is none; null when there is one.</param>
/// <param name="Paused">How many queues are paused, of <paramref name="Queues"/>.</param>
public sealed record DoorLine(
    string Title,
    string Path,
    long Waiting,
    long Running,
    long FailedLately,
    double InPerMinute,
    double OutPerMinute,
    DateTimeOffset? Oldest,
    TimeSpan? Eta,
    string? EtaReason,
    int Paused,
    int Queues)
{
    private const double Minutes = 60;

    /// <summary>In the order of the doors; a queue that nobody owns is in none.</summary>
    public static IReadOnlyList<DoorLine> Of(IEnumerable<ConsoleDoor> doors, IReadOnlyList<QueueRow> queues)
    {
        var all = doors.ToList();
        var owned = queues.ToLookup(queue => all.FindIndex(door => door.Owns(queue.Name)));
        return [.. all.Select((door, place) => Of(door, [.. owned[place]]))];
    }

    private static DoorLine Of(ConsoleDoor door, IReadOnlyList<QueueRow> queues)
    {
        var waits = queues.Where(queue => queue.Status.Queued > 0).ToList();
        var unknown = waits.FirstOrDefault(queue => queue.Pace.Eta is null);
        return new(
            door.Title,
            door.Path,
            queues.Sum(queue => queue.Status.Queued),
            queues.Sum(queue => queue.Status.Running),
            queues.Sum(queue => queue.Pace.Failed.Hour),
            queues.Sum(queue => queue.Pace.In.Hour) / Minutes,
            queues.Sum(queue => queue.Pace.Out.Hour) / Minutes,
            queues.Min(queue => queue.Status.OldestQueuedAt),
            waits.Count == 0 || unknown is not null ? null : TimeSpan.FromSeconds(waits.Max(queue => queue.Pace.Eta ?? 0)),
            unknown?.Pace.EtaReason,
            queues.Count(queue => queue.Status.Pause is not null),
            queues.Count);
    }
}
