namespace Switchyard.Work.Store;

/// <param name="Owner">Who holds the lease; null when nobody does.</param>
internal sealed record ModelItem(WorkStatus Status, long LeaseNumber, string? Owner, string? Target, long Facet);

/// <summary>What a store does, said as simply as it can be: a dictionary and the rules of the contract.</summary>
internal sealed class StoreModel
{
    public Dictionary<long, ModelItem> Items { get; } = [];

    public Dictionary<string, long> Completed { get; } = [];

    public WriteOutcome Insert(WorkRow row)
    {
        if (Items.ContainsKey(row.Id))
        {
            return WriteOutcome.VersionMismatch;
        }

        return Store(row.Id, new ModelItem(row.Status, 0, null, row.Target, row.Facets.GetValueOrDefault("x")));
    }

    public WriteOutcome Write(WorkRow row) => Store(
        row.Id, Items[row.Id] with { Status = row.Status, Facet = row.Facets.GetValueOrDefault("x") });

    public long? Lease(long id, string owner)
    {
        if (!Items.TryGetValue(id, out var item) || item.Status != WorkStatus.Queued)
        {
            return null;
        }

        Items[id] = item with { Status = WorkStatus.Running, LeaseNumber = item.LeaseNumber + 1, Owner = owner };
        return item.LeaseNumber + 1;
    }

    public ActOutcome Complete(LeaseRef lease) => End(lease, WorkStatus.Completed);

    public ActOutcome Fail(LeaseRef lease, bool retry) => End(lease, retry ? WorkStatus.Queued : WorkStatus.Failed);

    public ActOutcome Renew(LeaseRef lease) =>
        !Items.TryGetValue(lease.ItemId, out var item) ? ActOutcome.Unknown
        : item.LeaseNumber != lease.LeaseNumber ? ActOutcome.Stale
        : item.Status != WorkStatus.Running ? ActOutcome.Conflict
        : ActOutcome.Accepted;

    private ActOutcome End(LeaseRef lease, WorkStatus status)
    {
        if (!Items.TryGetValue(lease.ItemId, out var item))
        {
            return ActOutcome.Unknown;
        }

        if (item.LeaseNumber != lease.LeaseNumber)
        {
            return ActOutcome.Stale;
        }

        if (item.Status != WorkStatus.Running)
        {
            return status != WorkStatus.Queued && item.Status == status ? ActOutcome.Accepted : ActOutcome.Conflict;
        }

        if (status == WorkStatus.Completed)
        {
            Completed[item.Owner!] = Completed.GetValueOrDefault(item.Owner!) + 1;
        }

        Items[lease.ItemId] = item with { Status = status, Owner = null };
        return ActOutcome.Accepted;
    }

    private WriteOutcome Store(long id, ModelItem item)
    {
        var taken = item.Target is not null && !item.Status.IsTerminal()
            && Items.Any(other => other.Key != id && other.Value.Target == item.Target && !other.Value.Status.IsTerminal());
        if (taken)
        {
            return WriteOutcome.TargetTaken;
        }

        Items[id] = item;
        return WriteOutcome.Committed;
    }
}
