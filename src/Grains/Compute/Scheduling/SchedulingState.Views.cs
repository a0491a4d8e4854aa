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

    /// <summary>A source as people see it.</summary>
    /// <param name="completed">Items that completed there, ever.</param>
    public SourceView View(SourceLane lane, long completed) => new(
        lane.Definition.Name,
        lane.Definition.Node,
        lane.Definition.Slots,
        lane.Definition.Services,
        lane.Running.Count,
        lane.Waiting.Count,
        completed,
        lane.State)
    {
        HeldBy = lane.Hold?.By,
        HeldSince = lane.Hold?.Since,
        Idle = WhyIdle(lane),
        Device = lane.Definition.Device,
        Runs = [.. lane.Running.Values.Order(ScheduledItem.Order).Take(SourceView.MostRuns).Select(ItemOf)],
        Next = [.. lane.Waiting.First(SourceView.MostNext).Select(ItemOf)],
    };

    /// <summary>Why a source has free slots for what computes; null: it has none.</summary>
    public WaitingView? WhyIdle(SourceLane lane) => lane switch
    {
        { IsAway: true } => new(IdleCodes.Away, $"the node {lane.Definition.Node} is not in the cluster"),
        _ when lane.RunningIn(SlotPool.Compute) >= lane.Slots => null,
        { Hold: { IsDrain: true } hold } => new(IdleCodes.Draining, $"drained by {hold.By}"),
        { Hold: { } hold } => new(IdleCodes.Paused, $"paused by {hold.By}"),
        { HasNoRoom: true } => new(IdleCodes.DiskFull, $"the disk of {lane.Definition.Node} is full"),
        _ => WhyNothingToDo(lane),
    };

    private WaitingView WhyNothingToDo(SourceLane lane)
    {
        var waiting = _lanes.SelectMany(other => other.Waiting.Parts(SlotPool.Compute)).Concat(UnplacedParts()).ToList();
        var permitted = waiting.Where(part => lane.Permits(part.Service)).ToList();
        if (permitted.Exists(part => !_held.ContainsKey(part.Queue)))
        {
            return new(IdleCodes.Starting, "about to start what waits");
        }

        if (permitted.Count > 0)
        {
            var (queue, pause) = (permitted[0].Queue, _held[permitted[0].Queue]);
            return new(IdleCodes.QueuePaused, $"queue {queue} is paused by {pause.By}: {pause.Reason}; {HowManyWait(permitted)}");
        }

        return waiting.Count == 0
            ? new(IdleCodes.NothingWaits, "nothing waits")
            : new(
                IdleCodes.OtherServices,
                $"{HowManyWait(waiting)} for services that it may not run: {string.Join(", ", waiting.Select(part => part.Service).Distinct().Order(StringComparer.Ordinal))}");
    }

    private static string HowManyWait(IEnumerable<(string Service, string Queue, int Count)> parts) =>
        parts.Sum(part => part.Count) is var count && count == 1 ? "1 waits" : $"{count} wait";

    /// <summary>What waits for a source that is not there.</summary>
    private IEnumerable<(string Service, string Queue, int Count)> UnplacedParts() => _unplaced
        .Where(item => item.Entry.Pool == SlotPool.Compute)
        .GroupBy(item => (item.Entry.Service, item.Entry.Queue))
        .Select(part => (part.Key.Service, part.Key.Queue, part.Count()));

    private static SourceItem ItemOf(ScheduledItem item) => new(item.Entry.Id, item.Entry.Kind, item.Entry.Service, item.Entry.Queue);

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
