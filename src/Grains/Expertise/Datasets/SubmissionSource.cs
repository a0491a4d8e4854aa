using Switchyard.Compute.Programs;
using Switchyard.Expertise.Datasets.OpenReview;
using Switchyard.Expertise.Datasets.Rules;

namespace Switchyard.Expertise.Datasets;

/// <summary>Finds the papers of a query. Of papers with one id the last counts, where the first stood.</summary>
internal sealed class SubmissionSource(Func<OpenReviewClient> openReview)
{
    /// <param name="further">What comes after OpenReview's and before what came with the query.</param>
    /// <exception cref="WrongInputException">There is none, or no such invitation or paper.</exception>
    public async Task<IReadOnlyCollection<Paper>> FindAsync(PaperQuery query, IEnumerable<Paper> further, CancellationToken cancellationToken)
    {
        var found = query.AsksOpenReview ? await AskAsync(openReview(), query, cancellationToken) : [];
        var papers = ById(
        [
            .. found.Where(note => note.Matches(query.Content)).Select(Publications.Submission),
            .. further,
            .. (query.Provided ?? []).Select(paper => Paper.Of(paper.Id, paper.Title, paper.Abstract)),
        ]);
        return papers.Count > 0 ? papers : throw query.NoPapers();
    }

    public static IReadOnlyCollection<Paper> ById(IEnumerable<Paper> papers)
    {
        var byId = new OrderedDictionary<string, Paper>(StringComparer.Ordinal);
        foreach (var paper in papers)
        {
            byId[paper.Id] = paper;
        }

        return byId.Values;
    }

    private static async Task<List<Note>> AskAsync(OpenReviewClient openReview, PaperQuery query, CancellationToken cancellationToken)
    {
        List<Note> found = [];
        foreach (var invitation in query.Invitations)
        {
            found.AddRange(await openReview.SubmissionsAsync(invitation, query.VenueId, cancellationToken));
        }

        if (query is { Invitations: [], VenueId: not null })
        {
            found.AddRange(await openReview.SubmissionsAsync(null, query.VenueId, cancellationToken));
        }

        if (query.Id is not null)
        {
            found.Add(await openReview.PaperAsync(query.Id, cancellationToken));
        }

        return found;
    }
}
