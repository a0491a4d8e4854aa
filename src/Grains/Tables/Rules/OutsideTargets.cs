namespace Switchyard.Tables.Rules;

/// <summary>Whether targets lie in their table. Pure.</summary>
public static class OutsideTargets
{
    /// <summary>Whether a target is beyond the table's rows or columns: no client can annotate it.</summary>
    public static bool Is(AnnotationTask task, Target target, int rows, int columns) => task switch
    {
        AnnotationTask.Cea => target.First >= rows || target.Second >= columns,
        AnnotationTask.Cta => target.First >= columns,
        _ => target.First >= columns || target.Second >= columns,
    };

    /// <summary>What is wrong with a target that lies outside.</summary>
    public static string Describe(AnnotationTask task, string table, Target target, int rows, int columns) =>
        task == AnnotationTask.Cea && target.First >= rows
            ? $"row {target.First} is beyond table '{table}', which has {rows} rows and {columns} columns"
            : $"column {Column(task, target, columns)} is beyond table '{table}', which has {rows} rows and {columns} columns";

    /// <summary>Whether a cell would lie in the table if row and column were the other way round.</summary>
    public static bool FitsSwapped(Target target, int rows, int columns) => target.Second < rows && target.First < columns;

    private static int Column(AnnotationTask task, Target target, int columns) => task switch
    {
        AnnotationTask.Cea => target.Second,
        AnnotationTask.Cta => target.First,
        _ => target.First >= columns ? target.First : target.Second,
    };
}
