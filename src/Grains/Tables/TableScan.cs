using System.Runtime.CompilerServices;
using Switchyard.Tables.Rules;
using Switchyard.Work;
using Switchyard.Work.Store;

namespace Switchyard.Tables;

internal static class TableScan
{
    /// <summary>All tables of a campaign with their targets, in order of their ids, a page at a time.</summary>
    public static async IAsyncEnumerable<(WorkRow Row, TargetTable Targets)> ReadAsync(
        IWorkStore store, string campaign, int pageSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = new WorkQuery { Kind = TableNames.Kind, Queue = campaign, Limit = pageSize };
        while (await store.ListAsync(query, cancellationToken) is { Count: > 0 } page)
        {
            var targets = await Task.WhenAll(page.Select(row => ReadTargetsAsync(store, row.Id, cancellationToken)));
            foreach (var (row, table) in page.Zip(targets))
            {
                yield return (row, table);
            }

            query = query with { After = page[^1].Id };
        }
    }

    public static async Task<TargetTable> ReadTargetsAsync(IWorkStore store, long id, CancellationToken cancellationToken)
    {
        var parts = await store.ReadPartsAsync(id, [TableWork.TargetsPart], cancellationToken);
        return parts.TryGetValue(TableWork.TargetsPart, out var packed) ? TargetTable.Deserialize(Gzip.Unpack(packed)) : TargetTable.Empty;
    }
}
