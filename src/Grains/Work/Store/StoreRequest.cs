using System.Data.Common;

namespace Switchyard.Work.Store;

/// <summary>What the writer can be asked for.</summary>
/// <param name="keys">The items it touches; null when it must have a transaction of its own.</param>
internal abstract class StoreRequest(IReadOnlyList<long>? keys)
{
    public IReadOnlyList<long>? Keys { get; } = keys;
}

/// <summary>One transition. Answered with a <see cref="WriteOutcome"/>.</summary>
internal sealed class ItemRequest(WorkWrite write) : StoreRequest([write.New.Id])
{
    public WorkWrite Write { get; } = write;
}

/// <summary>New rows, no id twice. Answered with the ids stored.</summary>
internal sealed class IntakeRequest(IReadOnlyList<WorkWrite> writes) : StoreRequest([.. writes.Select(write => write.New.Id)])
{
    public IReadOnlyList<WorkWrite> Writes { get; } = writes;
}

/// <summary>Leases that are held for longer. Answered with an <see cref="ActOutcome"/> for each, in order.</summary>
internal sealed class RenewalRequest(IReadOnlyList<LeaseRef> leases, DateTimeOffset expiresAt, DateTimeOffset now)
    : StoreRequest([.. leases.Select(lease => lease.ItemId)])
{
    public IReadOnlyList<LeaseRef> Leases { get; } = leases;

    public DateTimeOffset ExpiresAt { get; } = expiresAt;

    public DateTimeOffset Now { get; } = now;
}

/// <summary>Something rare, in a transaction of its own. Answered with what it returns.</summary>
internal sealed class SoloRequest(Func<DbConnection, BatchEffects, Task<object>> run) : StoreRequest(null)
{
    public Func<DbConnection, BatchEffects, Task<object>> Run { get; } = run;
}
