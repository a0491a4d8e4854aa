using System.Data.Common;

namespace Switchyard.Work.Store;

/// <param name="Id">The item to load and lock.</param>
/// <param name="Body">Whether its body is wanted too.</param>
internal readonly record struct LaneWant(long Id, bool Body);

/// <summary>What the first statements of a batch found.</summary>
/// <param name="Stored">The ids of the writes that took effect.</param>
/// <param name="TargetTaken">The ids of updates that another item's target refused.</param>
/// <param name="Rows">The rows of the batch lane, locked.</param>
internal sealed record StoredItems(
    IReadOnlySet<long> Stored, IReadOnlySet<long> TargetTaken, IReadOnlyDictionary<long, LaneRow> Rows);

/// <summary>What one open transaction can do; each database says it in its own way. The rows come in order of id.</summary>
internal interface IWriteTransaction
{
    DbConnection Connection { get; }

    /// <summary>Stores new rows and versioned updates, as far as nothing stands against each, and loads rows to be judged.</summary>
    Task<StoredItems> StoreAsync(IReadOnlyList<WorkWrite> updates, IReadOnlyList<WorkWrite> inserts, IReadOnlyList<LaneWant> wants);

    /// <summary>Which of the rows were refused because their id or unique key is there already.</summary>
    Task<IReadOnlySet<long>> FindKnownAsync(IReadOnlyList<WorkRow> refused);

    /// <summary>
    /// Stores what the batch lane decided about loaded rows and everything that goes with the batch, and commits: durable when
    /// the task completes.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The database was lost: the batch may have been stored.</exception>
    Task CommitAsync(IReadOnlyList<WorkRow> laneRows, BatchEffects effects);
}
