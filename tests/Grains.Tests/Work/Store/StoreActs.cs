namespace Switchyard.Work.Store;

/// <summary>What a worker does to one item, in the way of an item's grain: read, decide by the life cycle, write; again when another was first.</summary>
internal static class StoreActs
{
    /// <summary>The row as leased, or null when it cannot be.</summary>
    public static async Task<WorkRow?> LeaseAsync(this IWorkStore store, long id, string owner, DateTimeOffset expiresAt, DateTimeOffset now)
    {
        var (outcome, row) = await ActAsync(store, id, new WorkCommand.Lease(owner, expiresAt), now, _ => new(owner, now, Held: 1));
        return outcome == ActOutcome.Accepted ? row : null;
    }

    public static async Task<ActOutcome> CompleteAsync(this IWorkStore store, LeaseRef lease, DateTimeOffset now) => (await ActAsync(
        store, lease.ItemId, new WorkCommand.Complete(lease.LeaseNumber), now, row => new(row.LeaseOwner!, now, Held: -1, Completed: 1))).Outcome;

    public static async Task<ActOutcome> FailAsync(this IWorkStore store, LeaseRef lease, string error, bool retry, DateTimeOffset now) => (await ActAsync(
        store, lease.ItemId, new WorkCommand.Fail(lease.LeaseNumber, error, retry), now, row => new(row.LeaseOwner!, now, Held: -1, Failed: 1))).Outcome;

    private static async Task<(ActOutcome Outcome, WorkRow? Row)> ActAsync(
        IWorkStore store, long id, WorkCommand command, DateTimeOffset now, Func<WorkRow, WorkerChange> worker)
    {
        while (true)
        {
            if (await store.ReadAsync(id) is not { } old)
            {
                return (ActOutcome.Unknown, null);
            }

            var (outcome, row, ended) = Lifecycle.Apply(old, command, now);
            if (ReferenceEquals(old, row))
            {
                return (outcome, row);
            }

            var write = new WorkWrite(old, row) { Ended = ended is null ? [] : [ended], Workers = [worker(old)] };
            if (await store.WriteAsync(write) == WriteOutcome.Committed)
            {
                return (outcome, row with { Version = old.Version + 1 });
            }
        }
    }
}
