namespace Switchyard.Tables;

/// <summary>The three SemTab tasks. The numbers are stored and never change their meaning.</summary>
[GenerateSerializer, Alias("switchyard.tables.task")]
public enum AnnotationTask
{
    /// <summary>Cell-entity annotation: a cell.</summary>
    Cea = 0,

    /// <summary>Column-type annotation: a column.</summary>
    Cta = 1,

    /// <summary>Columns-property annotation: an ordered pair of columns.</summary>
    Cpa = 2,
}

/// <summary>
/// One target of a table, with what it is annotated as. CEA: <paramref name="First"/> is the row (0 is the first record of
/// the file, header included), <paramref name="Second"/> the column. CTA: the column, and 0. CPA: subject and object column.
/// </summary>
/// <param name="Mapped">The annotation; null while unknown.</param>
[GenerateSerializer, Immutable, Alias("switchyard.tables.annotation")]
public readonly record struct Annotation(
    [property: Id(0)] int First,
    [property: Id(1)] int Second,
    [property: Id(2)] string? Mapped);

/// <summary>Annotations or targets of one table for the three tasks.</summary>
[GenerateSerializer, Immutable, Alias("switchyard.tables.annotation-set")]
public sealed record AnnotationSet(
    [property: Id(0)] IReadOnlyList<Annotation> Cea,
    [property: Id(1)] IReadOnlyList<Annotation> Cta,
    [property: Id(2)] IReadOnlyList<Annotation> Cpa)
{
    public IReadOnlyList<Annotation> this[AnnotationTask task] => task switch
    {
        AnnotationTask.Cea => Cea,
        AnnotationTask.Cta => Cta,
        AnnotationTask.Cpa => Cpa,
        _ => throw new ArgumentOutOfRangeException(nameof(task)),
    };
}
