using System.Data.Common;

namespace Switchyard.Work.Store;

/// <summary>What the first statements of a batch found.</summary>
/// <param name="Stored">The ids of the writes that took effect.</param>
/// <param name="TargetTaken">The ids of updates that another item's target refused.</param>
/// <param name="Rows">The rows that were to be loaded, locked and without their bodies.</param>
internal sealed record StoredItems(
    IReadOnlySet<long> Stored, IReadOnlySet<long> TargetTaken, IReadOnlyDictionary<long, WorkRow> Rows);

/// <summary>What one open transaction can do; each database says it in its own way. The rows come in order of id.</summary>
internal interface IWriteTransaction
{
    DbConnection Connection { get; }

    /// <summary>Stores new rows and versioned updates, as far as nothing stands against each, and loads rows to be judged.</summary>
    Task<StoredItems> StoreAsync(IReadOnlyList<WorkWrite> updates, IReadOnlyList<WorkWrite> inserts, IReadOnlyList<long> loads);

    /// <summary>Which of the rows were refused because their id or unique key is there already.</summary>
    Task<IReadOnlySet<long>> FindKnownAsync(IReadOnlyList<WorkRow> refused);

    /// <summary>
    /// Stores what was decided about loaded rows and everything that goes with the batch, and commits: durable when the task
    /// completes.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The database was lost: the batch may have been stored.</exception>
    Task CommitAsync(IReadOnlyList<WorkWrite> renewals, BatchEffects effects);
}
