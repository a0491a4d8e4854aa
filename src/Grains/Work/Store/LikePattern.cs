namespace Switchyard.Work.Store;

/// <summary>Patterns of SQL's <c>like</c>, for <c>escape '\'</c>.</summary>
internal static class LikePattern
{
    /// <summary>What contains a text; a wildcard in it is no wildcard.</summary>
    public static string Containing(string part) =>
        $"%{part.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal)}%";
}
