namespace Switchyard.Tables.Rules;

/// <summary>Counts what a table's row carries for lists and sums.</summary>
public static class TableRowFacets
{
    /// <summary>All facets of a table; zeros are written too, so that a sum never keeps an old value.</summary>
    /// <param name="returned">Whether the table's status is terminal.</param>
    public static IReadOnlyDictionary<string, long> Of(TableBody body, TargetCounts targets, bool returned) =>
        new Dictionary<string, long>
        {
            [TableFacets.Assigned] = body.Assigned,
            [TableFacets.Results] = body.Results,
            [TableFacets.Errors] = body.Errors,
            [TableFacets.ReturnedResults] = returned ? body.Results : 0,
            [TableFacets.ReturnedErrors] = returned ? body.Errors : 0,
            [TableFacets.ResultMs] = body.ResultMs,
            [TableFacets.ErrorMs] = body.ErrorMs,
            [TableFacets.Cea] = targets.Cea.Total,
            [TableFacets.CeaMapped] = targets.Cea.Mapped,
            [TableFacets.CeaMissing] = targets.Cea.Total - targets.Cea.Mapped,
            [TableFacets.Cta] = targets.Cta.Total,
            [TableFacets.CtaMapped] = targets.Cta.Mapped,
            [TableFacets.CtaMissing] = targets.Cta.Total - targets.Cta.Mapped,
            [TableFacets.Cpa] = targets.Cpa.Total,
            [TableFacets.CpaMapped] = targets.Cpa.Mapped,
            [TableFacets.CpaMissing] = targets.Cpa.Total - targets.Cpa.Mapped,
            [TableFacets.Unreadable] = body.Unreadable is null ? 0 : 1,
        };
}
