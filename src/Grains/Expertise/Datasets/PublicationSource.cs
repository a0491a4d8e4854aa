using Switchyard.Compute.Programs;
using Switchyard.Expertise.Datasets.OpenReview;
using Switchyard.Expertise.Datasets.Rules;

namespace Switchyard.Expertise.Datasets;

/// <summary>What of a member's publications is their expertise.</summary>
internal sealed class PublicationSource(OpenReviewClient openReview, ExpertiseConfig config, Publications rules, ExpertiseSelection selection)
{
    private const string Exclude = "Exclude";
    private const string Include = "Include";

    private int _public;

    /// <summary>How many publications that everyone may read were there, before any was left out.</summary>
    public int Public => _public;

    /// <summary>Of the members who are scored.</summary>
    public static Task<PublicationSource> OfMembersAsync(OpenReviewClient openReview, ExpertiseConfig config, CancellationToken cancellationToken) =>
        CreateAsync(
            openReview, config, config.ExclusionInv, config.InclusionInv, config.ExpertiseInv,
            label => label.Contains(Exclude, StringComparison.OrdinalIgnoreCase), cancellationToken);

    /// <summary>Of the members whose papers are the submissions.</summary>
    public static Task<PublicationSource> OfAlternateMembersAsync(OpenReviewClient openReview, ExpertiseConfig config, CancellationToken cancellationToken) =>
        CreateAsync(
            openReview, config with { Dataset = config.Dataset with { BidAsExpertise = false } },
            config.AlternateExclusionInv, config.AlternateInclusionInv, config.AlternateExpertiseInv,
            label => !label.Contains(Include, StringComparison.OrdinalIgnoreCase), cancellationToken);

    public async Task<IReadOnlyList<Paper>> OfAsync(Profile profile, CancellationToken cancellationToken)
    {
        var papers = config.Dataset.BidAsExpertise
            ? rules.OfChosen(await BidsOfAsync(profile.Id, cancellationToken))
            : rules.Of(Count(await openReview.PublicationsAsync(profile.Id, cancellationToken)));
        return PaperTitles.Distinct(selection.Of(profile.Names, papers));
    }

    private List<Note> Count(List<Note> notes)
    {
        Interlocked.Add(ref _public, notes.Count(Publications.IsPublic));
        return notes;
    }

    private async Task<IEnumerable<Note>> BidsOfAsync(string profile, CancellationToken cancellationToken)
    {
        var invitation = config.Dataset.BidInvitation
            ?? throw new WrongInputException("dataset.bid_as_expertise needs the invitation of the bids: dataset.bid_invitation");
        var bids = await openReview.EdgesOfAsync(invitation, profile, cancellationToken);
        string[] wanted = [.. bids.Where(bid => bid.Label is "Very High" or "High").Select(bid => bid.Head).OfType<string>().Distinct()];
        var notes = await openReview.NotesByIdAsync(wanted, cancellationToken);
        return config.PaperInvitation is { Count: > 0 } invitations ? notes.Where(note => invitations.Any(note.Answers)) : notes;
    }

    private static async Task<PublicationSource> CreateAsync(
        OpenReviewClient openReview, ExpertiseConfig config, IReadOnlyList<string>? exclusions, IReadOnlyList<string>? inclusions,
        string? either, Func<string, bool> excludes, CancellationToken cancellationToken)
    {
        var weights = VenueWeights.Parse(config.Dataset.WeightSpecification);
        var recency = Recency.Of(config.Dataset);
        if (either is not null)
        {
            if (excludes(await openReview.EdgeLabelAsync(either, cancellationToken)))
            {
                exclusions = [.. exclusions ?? [], either];
            }
            else
            {
                inclusions = [.. inclusions ?? [], either];
            }
        }

        HashSet<string> venues = weights.AskForVenues ? [.. await openReview.GroupMembersAsync("venues", cancellationToken)] : [];
        var selection = new ExpertiseSelection(
            await EdgesAsync(openReview, exclusions, Exclude, cancellationToken), await EdgesAsync(openReview, inclusions, Include, cancellationToken));
        return new PublicationSource(openReview, config, new Publications(config.Dataset, recency, weights, venues), selection);
    }

    // Edges of old invitations have no label: what they are for, the invitation alone says.
    private static async Task<ILookup<string, string>?> EdgesAsync(
        OpenReviewClient openReview, IReadOnlyList<string>? invitations, string label, CancellationToken cancellationToken)
    {
        List<Edge> all = [];
        foreach (var invitation in invitations ?? [])
        {
            all.AddRange(await openReview.EdgesAsync(invitation, cancellationToken));
        }

        return all.Where(edge => edge is { Tail: not null, Head: not null } && (edge.Label is null || edge.Label == label))
            .ToLookup(edge => edge.Tail!, edge => edge.Head!);
    }
}
