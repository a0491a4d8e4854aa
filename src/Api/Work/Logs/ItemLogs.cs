using Switchyard.Compute;

namespace Switchyard.Work.Logs;

/// <summary>Finds what an item wrote, whoever keeps it: its run, its door, or the item itself.</summary>
internal sealed class ItemLogs(SourceRuns runs, IEnumerable<IItemLog> doors)
{
    private readonly Dictionary<string, IItemLog> _doors = doors.ToDictionary(door => door.Kind);

    /// <param name="item">As it was found alone: in lists it has no log.</param>
    /// <returns>Of the newest run, or of all attempts where workers write it; empty: nothing.</returns>
    public async Task<string> ReadAsync(WorkItemView item)
    {
        var text = _doors.GetValueOrDefault(item.Kind) is { } door ? await door.ReadAsync(item)
            : runs.Knows(item.Kind) ? await runs.ReadLogAsync(item)
            : item.Log;
        return text ?? "";
    }
}
