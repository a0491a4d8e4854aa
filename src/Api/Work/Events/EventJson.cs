using System.Text.Json.Serialization;

namespace Switchyard.Work.Events;

/// <summary>The data of an event.</summary>
/// <param name="Status">Of the item after it.</param>
/// <param name="LeaseNumber">Of its newest lease; 0 before the first.</param>
/// <param name="Worker">Who holds that lease, or held it when this ended it.</param>
/// <param name="Progress">0 to 1.</param>
/// <param name="Error">Why it failed, or is tried again.</param>
/// <param name="NotBefore">It is not handed out before this time.</param>
internal sealed record EventJson(
    long Id,
    string Kind,
    string Queue,
    WorkStatus Status,
    DateTimeOffset At,
    long LeaseNumber,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Worker,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Progress,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Error,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? NotBefore)
{
    public static EventJson Of(WorkEvent happened) => new(
        happened.Id,
        happened.Kind,
        happened.Queue,
        happened.Status,
        happened.At,
        happened.LeaseNumber,
        happened.Worker,
        happened.Progress,
        happened.Error,
        happened.NotBefore);

    /// <summary>The word of the event.</summary>
    public static string WordOf(WorkEvent happened) => happened.Status == WorkStatus.Running && happened.Progress is not null
        ? "progress"
        : happened.Status.Word();
}
