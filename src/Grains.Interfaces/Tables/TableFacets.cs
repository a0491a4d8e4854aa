namespace Switchyard.Tables;

/// <summary>
/// The numbers of a table that are filtered by and summed over the campaign. The names are stored and never change.
/// </summary>
public static class TableFacets
{
    /// <summary>How often the table was handed out.</summary>
    public const string Assigned = "assigned";

    /// <summary>Assignments with a result.</summary>
    public const string Results = "results";

    /// <summary>Assignments with an error.</summary>
    public const string Errors = "errors";

    /// <summary><see cref="Results"/> while the table is in a terminal status, else 0.</summary>
    public const string ReturnedResults = "returnedResults";

    /// <summary><see cref="Errors"/> while the table is in a terminal status, else 0.</summary>
    public const string ReturnedErrors = "returnedErrors";

    /// <summary>Milliseconds from request to answer over all <see cref="Results"/>.</summary>
    public const string ResultMs = "resultMs";

    /// <summary>Milliseconds from request to answer over all <see cref="Errors"/>.</summary>
    public const string ErrorMs = "errorMs";

    /// <summary>Targets; likewise for the other tasks.</summary>
    public const string Cea = "cea";

    public const string CeaMapped = "ceaMapped";

    public const string CeaMissing = "ceaMissing";

    public const string Cta = "cta";

    public const string CtaMapped = "ctaMapped";

    public const string CtaMissing = "ctaMissing";

    public const string Cpa = "cpa";

    public const string CpaMapped = "cpaMapped";

    public const string CpaMissing = "cpaMissing";

    /// <summary>1 when the table's file cannot be read.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>The names of a task's facets.</summary>
    public static (string Total, string Mapped, string Missing) Names(AnnotationTask task) => task switch
    {
        AnnotationTask.Cea => (Cea, CeaMapped, CeaMissing),
        AnnotationTask.Cta => (Cta, CtaMapped, CtaMissing),
        AnnotationTask.Cpa => (Cpa, CpaMapped, CpaMissing),
        _ => throw new ArgumentOutOfRangeException(nameof(task)),
    };
}
