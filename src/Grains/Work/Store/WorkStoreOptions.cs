using System.ComponentModel.DataAnnotations;
using Switchyard.Work.Changes;
using Switchyard.Work.Events;
using Switchyard.Work.Instruments;

namespace Switchyard.Work.Store;

/// <summary>How one process writes to the store.</summary>
public sealed record WorkStoreOptions
{
    /// <summary>
    /// Rows in one transaction, at most. More means fewer commits under load and a longer wait behind a full batch. 1 to 10,000.
    /// </summary>
    [Range(1, 10_000)]
    public int BatchMax { get; init; } = 1_000;

    /// <summary>Requests that may wait for the writer; further callers wait to get in. 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int Capacity { get; init; } = 10_000;

    /// <summary>
    /// Where this process keeps its share of the tallies. Processes that share a number are still right, but wait for one
    /// another's row locks. 0 to 32,767.
    /// </summary>
    [Range(0, short.MaxValue)]
    public int Shard { get; init; }

    /// <summary>Tables of doors whose rows go with the item that their column <c>item_id</c> names. Names from the program alone.</summary>
    public IReadOnlyList<string> DoorTables { get; init; } = [];

    /// <summary>What else doors keep of items that are removed.</summary>
    internal IReadOnlyList<IItemRemains> Remains { get; init; } = [];

    /// <summary>Who hears of each change of an item's status once it is durable, and before its caller does; null: nobody.</summary>
    public WorkEvents? Events { get; init; }

    /// <summary>What counts and times what is committed; null: nothing does.</summary>
    public WorkInstruments? Instruments { get; init; }

    /// <summary>Where it is marked what changed, once it is durable; null: nowhere.</summary>
    public WorkChanges? Changes { get; init; }

    /// <summary>How long a lost database is looked for before callers are failed.</summary>
    public TimeSpan ReconnectFor { get; init; } = TimeSpan.FromSeconds(5);

    internal WorkStoreOptions Validated()
    {
        Validator.ValidateObject(this, new ValidationContext(this), validateAllProperties: true);
        return this;
    }
}
