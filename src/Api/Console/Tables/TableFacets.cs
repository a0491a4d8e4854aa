using Switchyard.Work;

namespace Switchyard.OperatorConsole.Tables;

/// <summary>The numbers a table's row carries, by the names the table grain gives them.</summary>
public static class TableFacets
{
    public const string Assigned = "assigned";
    public const string Results = "results";
    public const string Errors = "errors";

    /// <summary>How often each task has targets, and how many of them are mapped.</summary>
    public static readonly IReadOnlyList<(string Task, string Mapped, string Total)> Tasks =
    [
        ("CEA", "ceaMapped", "ceaTotal"),
        ("CTA", "ctaMapped", "ctaTotal"),
        ("CPA", "cpaMapped", "cpaTotal"),
    ];

    private static readonly HashSet<string> _shown =
        [Assigned, Results, Errors, .. Tasks.SelectMany(task => new[] { task.Mapped, task.Total })];

    /// <summary>The number, 0 when the row has none of this name.</summary>
    public static long Get(WorkItemView item, string name) => item.Facets.GetValueOrDefault(name);

    /// <summary>What the row carries beyond the columns that every list has, without zeros.</summary>
    public static IEnumerable<KeyValuePair<string, long>> Others(WorkItemView item) =>
        item.Facets.Where(facet => facet.Value != 0 && !_shown.Contains(facet.Key)).OrderBy(facet => facet.Key, StringComparer.Ordinal);
}
