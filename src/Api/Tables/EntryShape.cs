namespace Switchyard.Tables;

/// <summary>How the entries of a task are written in a result.</summary>
/// <param name="SecondId">Null when one id says all.</param>
/// <param name="OldKey">The form of a key in the old notation.</param>
internal sealed record EntryShape(string Key, string FirstId, string? SecondId, string OldKey)
{
    public static EntryShape Cea { get; } = new("cea", "row_id", "col_id", "row,col");

    public static EntryShape Cta { get; } = new("cta", "col_id", null, "col");

    /// <remarks>Results call the subject <c>subj_id</c>, although targets call it <c>sub_id</c>.</remarks>
    public static EntryShape Cpa { get; } = new("cpa", "subj_id", "obj_id", "sub,obj");

    public string Requires => SecondId is null ? $"{FirstId} or mapped" : $"{FirstId}, {SecondId} or mapped";
}
