using Switchyard.Work.Store;

namespace Switchyard.Work.Bulk;

/// <summary>Which items an act on many is about. Pure.</summary>
internal static class BulkQuery
{
    private static readonly WorkStatus[] Ended = [.. Enum.GetValues<WorkStatus>().Where(status => status.IsTerminal())];

    /// <summary>Null: none can be.</summary>
    /// <param name="before">Only items that were there before it began.</param>
    public static WorkQuery? Of(BulkRequest request, long? before)
    {
        var filter = request.Filter;
        var statuses = StatusesOf(request.Act)
            .Where(status => (filter.Status ?? status) == status && (filter.Statuses.Count == 0 || filter.Statuses.Contains(status)))
            .ToList();
        if (statuses.Count == 0 || (request.Queues.Count > 0 && filter.Queue is { } named && !request.Queues.Contains(named)))
        {
            return null;
        }

        return new WorkQuery
        {
            Kind = filter.Kind,
            Queue = filter.Queue,
            Queues = filter.Queue is null && request.Queues.Count > 0 ? request.Queues : null,
            Statuses = statuses,
            NameContains = filter.NameContains,
            ErrorContains = filter.ErrorContains,
            Owner = filter.Owner,
            NamePrefix = filter.NamePrefix,
            Target = filter.Target,
            Worker = filter.Worker,
            Tag = filter.Tag,
            CreatedAfter = filter.CreatedAfter,
            CreatedBefore = filter.CreatedBefore,
            Before = before,
        };
    }

    private static WorkStatus[] StatusesOf(BulkAct act) => act switch
    {
        BulkAct.Cancel => [WorkStatus.Queued, WorkStatus.Running],
        BulkAct.Move => [WorkStatus.Queued],
        _ => Ended,
    };
}
