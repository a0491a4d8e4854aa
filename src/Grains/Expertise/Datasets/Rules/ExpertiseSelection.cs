namespace Switchyard.Expertise.Datasets.Rules;

/// <summary>What members said of their papers: which are their expertise, and which are not.</summary>
/// <param name="Excluded">Ids of papers by the member who excluded them.</param>
/// <param name="Included">Null when members could not include papers.</param>
internal sealed record ExpertiseSelection(ILookup<string, string>? Excluded, ILookup<string, string>? Included)
{
    /// <summary>
    /// Without those that the member excluded. If the member included some, these alone, unless none of them is there.
    /// </summary>
    /// <param name="names">All names of the member that an edge may hold.</param>
    public IReadOnlyList<Paper> Of(IReadOnlyList<string> names, IReadOnlyList<Paper> papers)
    {
        var excluded = Ids(Excluded, names);
        IReadOnlyList<Paper> left = excluded.Count == 0 ? papers : [.. papers.Where(paper => !excluded.Contains(paper.Id))];
        var included = Ids(Included, names);
        IReadOnlyList<Paper> chosen = [.. left.Where(paper => included.Contains(paper.Id))];
        return chosen.Count > 0 ? chosen : left;
    }

    private static HashSet<string> Ids(ILookup<string, string>? edges, IReadOnlyList<string> names) =>
        edges is null ? [] : [.. names.SelectMany(name => edges[name])];
}
