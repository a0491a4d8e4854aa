using Switchyard.Work;

namespace Switchyard.Tables.Pages;

/// <summary>The numbers a table's row carries, as the pages show them.</summary>
public static class TableNumbers
{
    /// <summary>Per task, the names of the numbers of its mapped targets and of all its targets.</summary>
    public static readonly IReadOnlyList<(string Task, string Mapped, string Total)> Tasks =
    [
        ("CEA", TableFacets.CeaMapped, TableFacets.Cea),
        ("CTA", TableFacets.CtaMapped, TableFacets.Cta),
        ("CPA", TableFacets.CpaMapped, TableFacets.Cpa),
    ];

    // Columns have these, or they follow from columns, or they are only there to be summed up.
    private static readonly HashSet<string> _left =
    [
        TableFacets.Assigned, TableFacets.Results, TableFacets.Errors, TableFacets.ReturnedResults, TableFacets.ReturnedErrors,
        TableFacets.ResultMs, TableFacets.ErrorMs, TableFacets.CeaMissing, TableFacets.CtaMissing, TableFacets.CpaMissing,
        .. Tasks.SelectMany(task => new[] { task.Mapped, task.Total }),
    ];

    /// <summary>The number, 0 when the row has none of this name.</summary>
    public static long Get(WorkItemView item, string name) => item.Facets.GetValueOrDefault(name);

    /// <summary>What the row carries beyond the columns that every list has, without zeros.</summary>
    public static IEnumerable<KeyValuePair<string, long>> Others(WorkItemView item) =>
        item.Facets.Where(facet => facet.Value != 0 && !_left.Contains(facet.Key)).OrderBy(facet => facet.Key, StringComparer.Ordinal);
}
