using System.Text.Json;

namespace Switchyard.Client.Events;

/// <summary>What happened to an item of work, anywhere in the cluster.</summary>
/// <param name="EventId">Where the stream stands after it; null: the node gave none.</param>
/// <param name="Event"><c>queued, running, completed, failed, cancelled, timedout, progress</c>, or <see cref="Reset"/>.</param>
/// <param name="Id">Of the item; 0 of a reset.</param>
/// <param name="Kind">Of the item: <c>task</c>, say; null of a reset.</param>
/// <param name="Queue">Of the item; null of a reset.</param>
/// <param name="Status">How it stands now; null of a reset.</param>
/// <param name="Data">All that the node says.</param>
public sealed record TaskEvent(string? EventId, string Event, long Id, string? Kind, string? Queue, string? Status, JsonElement Data)
{
    /// <summary>Events were missed: what is known of the items must be asked for anew.</summary>
    public const string Reset = "reset";

    /// <summary>Whether events were missed.</summary>
    public bool IsReset => Event == Reset;
}

/// <summary>Which events; what is null does not matter.</summary>
/// <param name="Queue">Of this queue.</param>
/// <param name="Kind">Of this kind: <c>task</c>, say.</param>
/// <param name="Id">Of this item.</param>
public sealed record EventFilter(string? Queue = null, string? Kind = null, long? Id = null);
