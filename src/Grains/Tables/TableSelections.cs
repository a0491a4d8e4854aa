using Switchyard.Work;
using Switchyard.Work.Store;

namespace Switchyard.Tables;

/// <summary>Which tables a reset is about, in terms of their rows.</summary>
internal static class TableSelections
{
    private const int NamesTold = 10;

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

    /// <summary>The choice in a few words, for the record of acts.</summary>
    public static string Describe(ResetSelection which) => which switch
    {
        ResetSelection.Errors => "errors",
        ResetSelection.FullMissCea => "full-miss-cea",
        ResetSelection.PartialMissCea => "partial-miss-cea",
        _ => "named",
    };

    /// <summary>The first of the names, and how many more there are.</summary>
    public static string Describe(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(NamesTold)) + (names.Count > NamesTold ? $" and {names.Count - NamesTold} more" : "");

    /// <summary>Returned, and readable: a table that cannot be read is mended by an import, not by another try.</summary>
    public static bool CanReset(WorkRow row) =>
        row.Status.IsTerminal() && row.Facets.GetValueOrDefault(TableFacets.Unreadable) == 0;
}
