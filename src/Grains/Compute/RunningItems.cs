using Microsoft.Extensions.Logging;
using Switchyard.Work;
using Switchyard.Work.Store;

namespace Switchyard.Compute;

/// <summary>The rows of the push queues that are leased to sources.</summary>
public sealed partial class RunningItems(IEnumerable<PushQueue> queues, IWorkStore store, IGrainFactory grains, ILogger<RunningItems> log)
{
    private const int PageSize = 1000;

    /// <summary>All of them.</summary>
    public async Task<IReadOnlyList<(WorkRow Row, PushQueue Queue)>> ReadAsync(CancellationToken cancellationToken = default)
    {
        var found = new List<(WorkRow, PushQueue)>();
        foreach (var queue in queues)
        {
            IReadOnlyList<WorkRow> page;
            long last = 0;
            do
            {
                page = await store.ReadRunningAsync(queue.Queue, last, PageSize, cancellationToken);
                last = page.Count > 0 ? page[^1].Id : last;
                found.AddRange(page.Select(row => (row, queue)));
            }
            while (page.Count == PageSize);
        }

        return found;
    }

    /// <summary>Gives back as lost what is leased to sources of a node, by lease number; answers how much. Nothing of it may run any more.</summary>
    public async Task<int> GiveBackAsync(string node, string reason, CancellationToken cancellationToken = default)
    {
        var rows = await ReadAsync(cancellationToken);
        var outcomes = await Task.WhenAll(rows.Select(found => found.Row)
            .Where(row => row.LeaseOwner is { } owner && SourceDefinition.NodeOf(owner) == node)
            .Select(row => ReleaseAsync(row, reason)));
        return outcomes.Count(outcome => outcome == ActOutcome.Accepted);
    }

    /// <summary>One that cannot be given back must not keep the others; it goes back when its lease runs out.</summary>
    private async Task<ActOutcome?> ReleaseAsync(WorkRow row, string reason)
    {
        try
        {
            return await grains.GetComputeItem(row.Kind, row.Id).ReleaseAsync(row.LeaseNumber, reason, ReleaseCause.Lost);
        }
#pragma warning disable CA1031 // See above.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogNotReleased(row.Id, row.LeaseNumber, exception);
            return null;
        }
    }

    [LoggerMessage(3009, LogLevel.Warning, "Item {Id} could not be given back under lease {Lease}; its lease will run out")]
    private partial void LogNotReleased(long id, long lease, Exception exception);
}
