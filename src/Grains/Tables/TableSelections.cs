using Switchyard.Work;
using Switchyard.Work.Store;

namespace Switchyard.Tables;

/// <summary>Which tables a reset is about, in terms of their rows.</summary>
internal static class TableSelections
{
    private static readonly WorkStatus[] Returned =
        [WorkStatus.Completed, WorkStatus.Failed, WorkStatus.Cancelled, WorkStatus.TimedOut];

    public static WorkQuery Of(string campaign, ResetSelection which) => new()
    {
        Kind = TableNames.Kind,
        Queue = campaign,
        Statuses = Returned,
        Facets =
        [
            new(TableFacets.Unreadable, FacetComparison.Equal, 0),
            .. which switch
            {
                ResetSelection.Errors => (FacetCondition[])
                    [new(TableFacets.Assigned, FacetComparison.Greater, 0), new(TableFacets.Results, FacetComparison.Equal, 0)],
                ResetSelection.FullMissCea =>
                    [new(TableFacets.Cea, FacetComparison.Greater, 0), new(TableFacets.CeaMapped, FacetComparison.Equal, 0)],
                ResetSelection.PartialMissCea => [new(TableFacets.CeaMissing, FacetComparison.Greater, 0)],
                _ => throw new ArgumentOutOfRangeException(nameof(which)),
            },
        ],
    };

    /// <summary>Returned, and readable: a table that cannot be read is mended by an import, not by another try.</summary>
    public static bool CanReset(WorkRow row) =>
        row.Status.IsTerminal() && row.Facets.GetValueOrDefault(TableFacets.Unreadable) == 0;
}
