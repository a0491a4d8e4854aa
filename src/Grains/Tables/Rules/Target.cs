namespace Switchyard.Tables.Rules;

/// <summary>One target as a table keeps it; positions as in <see cref="Annotation"/>.</summary>
/// <param name="Mapped">The annotation; null while unknown, never empty.</param>
/// <param name="Origin">
/// Where the annotation came from: 0 is the targets file, otherwise the lease number of the assignment; null when there is none.
/// </param>
public readonly record struct Target(int First, int Second, string? Mapped, long? Origin)
{
    /// <summary>The origin of a mapping that was in the targets file.</summary>
    public const long FromTargetsFile = 0;

    /// <summary>A target as the targets file has it; an empty mapping is none.</summary>
    public static Target FromFile(int first, int second, string? mapped) =>
        string.IsNullOrEmpty(mapped) ? new(first, second, null, null) : new(first, second, mapped, FromTargetsFile);
}
