using System.Data.Common;

namespace Switchyard.Work.Store;

/// <summary>
/// What a door keeps of its items beside their rows: records, and rows of tables that several items share. It goes, or is made true again,
/// in the transaction that removes the items.
/// </summary>
internal interface IItemRemains
{
    /// <summary>Of the items.</summary>
    string Kind { get; }

    /// <summary>Called before the rows are deleted, in the store's one writer.</summary>
    Task RemoveAsync(RemovedItems removed);
}

/// <summary>Items of one kind that are about to be removed.</summary>
/// <param name="Rows">Without their bodies.</param>
/// <param name="IsByAge">Whether they go since their time is over; else somebody deletes them.</param>
internal sealed record RemovedItems(DbConnection Connection, SqlDialect Dialect, IReadOnlyList<WorkRow> Rows, bool IsByAge)
{
    /// <summary>The ids as a parameter of <see cref="SqlDialect.Among"/>.</summary>
    public object Ids => Dialect.Array([.. Rows.Select(row => row.Id)]);
}
