using Switchyard.Hosting;

namespace Switchyard.Jobs;

/// <summary>The maintenance pause of one door, and its history. The key is the door's name ("jobs").</summary>
[Alias("switchyard.maintenance.grain")]
public interface IMaintenanceGrain : IGrainWithStringKey
{
    /// <summary>Adds a record, which is the newest from then on. Answered after the commit.</summary>
    /// <param name="by">Who says so.</param>
    [Alias("set")]
    Task<MaintenanceRecord> SetAsync(string message, bool paused, string by);

    /// <summary>The newest record. There always is one: the first is made when somebody first asks.</summary>
    [Alias("get"), Repeatable]
    Task<MaintenanceRecord> GetAsync();

    /// <summary>One page of the history, newest first.</summary>
    /// <param name="before">Only records with lower numbers; null: from the newest on.</param>
    /// <param name="limit">1 to 1,000.</param>
    [Alias("history"), Repeatable]
    Task<IReadOnlyList<MaintenanceRecord>> GetHistoryAsync(long? before, int limit);

    /// <summary>One page of the history, oldest first.</summary>
    /// <param name="after">Only records with higher numbers; null: from the oldest on.</param>
    /// <param name="limit">1 to 1,000.</param>
    [Alias("history-up"), Repeatable]
    Task<IReadOnlyList<MaintenanceRecord>> GetHistoryUpAsync(long? after, int limit);
}

/// <param name="Number">Grows with each record of the door.</param>
/// <param name="By">Who said so.</param>
[GenerateSerializer, Immutable, Alias("switchyard.maintenance.record")]
public sealed record MaintenanceRecord(
    [property: Id(0)] long Number,
    [property: Id(1)] string Message,
    [property: Id(2)] bool Paused,
    [property: Id(3)] DateTimeOffset At,
    [property: Id(4)] string By);
