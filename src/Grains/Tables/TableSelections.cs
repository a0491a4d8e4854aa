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
        Kind = TableWork.Kind,
        Queue = campaign,
        Statuses = Returned,
        Facets =
        [
            new("unreadable", FacetComparison.Equal, 0),
            .. which switch
            {
                ResetSelection.Errors => (FacetCondition[])
                    [new("assigned", FacetComparison.Greater, 0), new("results", FacetComparison.Equal, 0)],
                ResetSelection.FullMissCea =>
                    [new("cea", FacetComparison.Greater, 0), new("ceaMapped", FacetComparison.Equal, 0)],
                ResetSelection.PartialMissCea => [new("ceaMissing", FacetComparison.Greater, 0)],
                _ => throw new ArgumentOutOfRangeException(nameof(which)),
            },
        ],
    };

    /// <summary>Returned, and readable: a table that cannot be read is mended by an import, not by another try.</summary>
    public static bool CanReset(WorkRow row) =>
        row.Status.IsTerminal() && row.Facets.GetValueOrDefault("unreadable") == 0;
}
