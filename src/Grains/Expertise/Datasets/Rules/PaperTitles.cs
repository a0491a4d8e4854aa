using System.Text.RegularExpressions;

namespace Switchyard.Expertise.Datasets.Rules;

/// <summary>The same paper is often known by several ids: papers of one title are one.</summary>
internal static partial class PaperTitles
{
    /// <summary>What is left of a title for comparing it; empty when it has no letter or digit of Latin script.</summary>
    public static string Hash(string title)
    {
        var letters = NeitherWordNorSpace().Replace(title.Trim(), "");
        return Spaces().Replace(LineBreaks().Replace(letters, ""), "_").ToLowerInvariant();
    }

    /// <summary>
    /// One paper of each title, where the first of them stood: the one with an abstract, then the later, then the first.
    /// A paper whose title has no hash is like no other.
    /// </summary>
    public static IReadOnlyList<Paper> Distinct(IEnumerable<Paper> papers)
    {
        var kept = new List<Paper>();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var paper in papers)
        {
            var hash = Hash(paper.Content.Title);
            if (hash.Trim('_').Length == 0 || places.TryAdd(hash, kept.Count))
            {
                kept.Add(paper);
            }
            else if (IsBetter(paper, kept[places[hash]]))
            {
                kept[places[hash]] = paper;
            }
        }

        return kept;
    }

    private static bool IsBetter(Paper paper, Paper than) =>
        HasAbstract(paper) != HasAbstract(than) ? HasAbstract(paper) : Date(paper) > Date(than);

    private static bool HasAbstract(Paper paper) => !string.IsNullOrWhiteSpace(paper.Content.Abstract);

    private static long Date(Paper paper) => paper.Pdate ?? paper.Odate ?? paper.Cdate ?? 0;

    // A-z, which takes in [\]^_ and the grave accent, is the original's.
    [GeneratedRegex(@"[^A-zÀ-ÿ\d\s]")]
    private static partial Regex NeitherWordNorSpace();

    [GeneratedRegex("[\r\n]")]
    private static partial Regex LineBreaks();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
