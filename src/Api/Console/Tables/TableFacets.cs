using Switchyard.Work;

namespace Switchyard.OperatorConsole.Tables;

/// <summary>The numbers a table's row carries, by the names the table grain gives them.</summary>
public static class TableFacets
{
    public const string Assigned = "assigned";
    public const string Results = "results";
    public const string Errors = "errors";

    /// <summary>Per task, the names of the numbers of its mapped targets and of all its targets.</summary>
    public static readonly IReadOnlyList<(string Task, string Mapped, string Total)> Tasks =
    [
        ("CEA", "ceaMapped", "cea"),
        ("CTA", "ctaMapped", "cta"),
        ("CPA", "cpaMapped", "cpa"),
    ];

    // Columns have these, or they follow from columns, or they are only there to be summed up.
    private static readonly HashSet<string> _left =
    [
        Assigned, Results, Errors, "returnedResults", "returnedErrors", "resultMs", "errorMs",
        .. Tasks.SelectMany(task => new[] { task.Mapped, task.Total, task.Total + "Missing" }),
    ];

    /// <summary>The number, 0 when the row has none of this name.</summary>
    public static long Get(WorkItemView item, string name) => item.Facets.GetValueOrDefault(name);

    /// <summary>What the row carries beyond the columns that every list has, without zeros.</summary>
    public static IEnumerable<KeyValuePair<string, long>> Others(WorkItemView item) =>
        item.Facets.Where(facet => facet.Value != 0 && !_left.Contains(facet.Key)).OrderBy(facet => facet.Key, StringComparer.Ordinal);
}
