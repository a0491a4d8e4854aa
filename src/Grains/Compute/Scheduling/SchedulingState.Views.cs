using Switchyard.Work;

namespace Switchyard.Compute.Scheduling;

/// <summary>What people see of it.</summary>
internal sealed partial class SchedulingState
{
    /// <summary>All that is known, in no order.</summary>
    public IEnumerable<ScheduledItem> Items() => _items.Values;

    /// <summary>Where an item waits or runs, and why it waits; null when it is not known here.</summary>
    public PlacementView? Find(long id)
    {
        if (!_items.TryGetValue(id, out var item))
        {
            return null;
        }

        if (item.Lane is not { } lane)
        {
            return ViewOf(null, 0, WhyHeld(item) ?? WhyUnplaced(item.Entry.Service));
        }

        if (item.Runs)
        {
            return new(LabelOf(lane), true, 0, null);
        }

        var before = lane.Waiting.CountBefore(item);
        return ViewOf(LabelOf(lane), before, WhyHeld(item) ?? WhyWaits(lane, before));
    }

    /// <summary>The sources of a name (name@node, or the name alone): one, unless the name alone is that of several.</summary>
    public IReadOnlyList<SourceLane> Named(string name) =>
        _byKey.TryGetValue(name, out var lane) ? [lane] : [.. _lanes.Where(other => other.Definition.Name == name)];

    /// <summary>The name of a source that is known or was once.</summary>
    public string Label(string key) => Lane(key) is { } lane ? LabelOf(lane) : SourceDefinition.NameOf(key);

    private string LabelOf(SourceLane lane) => Named(lane.Definition.Name).Count > 1 ? lane.Key : lane.Definition.Name;

    private static PlacementView ViewOf(string? source, int before, WaitingView why) => new(source, false, before, why.Text, why.Code);

    private WaitingView? WhyHeld(ScheduledItem item) => _held.TryGetValue(item.Entry.Queue, out var pause)
        ? new(WaitingCodes.QueuePaused, $"queue {item.Entry.Queue} is paused by {pause.By}: {pause.Reason}")
        : null;

    private WaitingView WhyWaits(SourceLane lane, int before) => lane.Hold is { } hold
        ? new(WaitingCodes.SourcePaused, $"source {LabelOf(lane)} is paused by {hold.By}")
        : lane.HasNoRoom ? new(WaitingCodes.SourceAway, $"source {LabelOf(lane)} starts nothing: the disk of {lane.Definition.Node} is full")
        : new(before == 0 ? WaitingCodes.SourceBusy : WaitingCodes.Behind, $"position {before + 1} at {LabelOf(lane)}");

    private WaitingView WhyUnplaced(string service)
    {
        var permitted = PermittedLanes(service);
        return permitted.Length == 0
            ? new(WaitingCodes.NoSource, $"no source may run {service}")
            : new(
                permitted.All(lane => lane.IsAway) ? WaitingCodes.SourceAway : WaitingCodes.SourcePaused,
                $"no source that may run {service} is here ({string.Join(", ", permitted.Select(WhyNot))})");
    }

    private static string WhyNot(SourceLane lane) =>
        lane.IsAway ? $"{lane.Key} is away" : $"{lane.Key} is drained by {lane.Hold?.By}";
}
