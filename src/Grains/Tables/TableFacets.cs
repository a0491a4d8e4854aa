namespace Switchyard.Tables;

/// <summary>
/// The numbers a table's row carries. The store keeps their sums over the campaign, so they are also its statistics.
/// </summary>
internal static class TableFacets
{
    /// <summary>Assignments ever made.</summary>
    public const string Assigned = "assigned";

    /// <summary>Assignments with a result.</summary>
    public const string Results = "results";

    public const string Errors = "errors";

    /// <summary>The same, counted only while the table is returned.</summary>
    public const string ReturnedResults = "returnedResults";

    public const string ReturnedErrors = "returnedErrors";

    /// <summary>Milliseconds from request to return, summed over assignments with a result.</summary>
    public const string ResultTime = "resultMs";

    public const string ErrorTime = "errorMs";

    /// <summary>1 when the table's file cannot be read.</summary>
    public const string Unreadable = "unreadable";

    public static (string Total, string Mapped, string Missing) Of(AnnotationTask task) => task switch
    {
        AnnotationTask.Cea => ("cea", "ceaMapped", "ceaMissing"),
        AnnotationTask.Cta => ("cta", "ctaMapped", "ctaMissing"),
        AnnotationTask.Cpa => ("cpa", "cpaMapped", "cpaMissing"),
        _ => throw new ArgumentOutOfRangeException(nameof(task)),
    };
}
