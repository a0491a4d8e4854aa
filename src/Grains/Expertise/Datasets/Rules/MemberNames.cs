namespace Switchyard.Expertise.Datasets.Rules;

/// <summary>Whom the entries of a group name.</summary>
internal static class MemberNames
{
    /// <summary>Tilde ids, and e-mail addresses in lower case, each once, in their order. Other entries name groups and are left out.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<string> entries) =>
        [.. entries.Where(IsMember).Select(entry => IsId(entry) ? entry : entry.ToLowerInvariant()).Distinct(StringComparer.Ordinal)];

    public static bool IsMember(string entry) => IsId(entry) || entry.Contains('@');

    public static bool IsId(string entry) => entry.Contains('~');
}
