using Switchyard.Work;

namespace Switchyard.Compute;

/// <summary>Asks the scheduler and the item itself where it runs.</summary>
internal sealed class SourceRuns(IGrainFactory grains, IEnumerable<SourceRunKind> kinds)
{
    private readonly HashSet<string> _kinds = [.. kinds.Select(known => known.Kind)];

    /// <summary>Whether sources run items of the kind.</summary>
    public bool Knows(string kind) => _kinds.Contains(kind);

    /// <summary>What the newest run wrote, so far while it runs; null: nothing ran yet.</summary>
    public async Task<string?> ReadLogAsync(WorkItemView item) =>
        item.LeaseNumber > 0 ? (await grains.GetComputeItem(item.Kind, item.Id).GetRunAsync())?.Log : null;

    /// <returns>Null for work that clients fetch.</returns>
    public async Task<SourceRun?> FindAsync(WorkItemView item)
    {
        if (!_kinds.Contains(item.Kind))
        {
            return null;
        }

        var run = item.LeaseNumber > 0 ? await grains.GetComputeItem(item.Kind, item.Id).GetRunAsync() : null;
        if (item.Status == WorkStatus.Queued)
        {
            var placement = await grains.GetScheduler().FindAsync(item.Id);
            var position = placement is { Source: not null, Runs: false } ? placement.Position + 1 : (int?)null;
            return new SourceRun(placement?.Source, position, run?.ExitCode, run?.Log);
        }

        var source = run is null ? null : await grains.GetScheduler().GetLabelAsync(run.Source);
        return new SourceRun(source, Position: null, run?.ExitCode, run?.Log);
    }
}
