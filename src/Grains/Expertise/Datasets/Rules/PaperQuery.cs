using System.Text.Json;
using Switchyard.Compute.Programs;

namespace Switchyard.Expertise.Datasets.Rules;

/// <summary>Which papers one side of a job is: everything that fits any of the sources, and of OpenReview's only what has the content.</summary>
internal sealed record PaperQuery(
    IReadOnlyList<string> Invitations,
    string? Id,
    string? VenueId,
    IReadOnlyDictionary<string, JsonElement>? Content,
    IReadOnlyList<ProvidedPaper>? Provided)
{
    public static PaperQuery OfSubmissions(ExpertiseConfig config) =>
        new(config.PaperInvitation ?? [], config.PaperId, config.PaperVenueid, config.PaperContent, config.ProvidedSubmissions);

    public static PaperQuery OfMatches(ExpertiseConfig config) => new(
        config.MatchPaperInvitation ?? [], config.MatchPaperId, config.MatchPaperVenueid, config.MatchPaperContent, config.MatchProvidedSubmissions);

    /// <summary>OpenReview is asked.</summary>
    public bool AsksOpenReview => Invitations.Count > 0 || Id is not null || VenueId is not null;

    /// <summary>What to say when nothing fits.</summary>
    public WrongInputException NoPapers() => new($"No papers found for: {string.Join(", ", Conditions())}");

    private IEnumerable<string> Conditions()
    {
        var any = AsksOpenReview || Content is { Count: > 0 };
        return new[]
        {
            Invitations.Count > 0 ? $"invitation_ids: {PythonNotation.Of(Invitations)}" : null,
            Id is not null ? $"paper_id: {Id}" : null,
            VenueId is not null ? $"paper_venueid: {VenueId}" : null,
            Content is { Count: > 0 } ? $"paper_content: {PythonNotation.Of(Content)}" : null,
            any ? null : Provided is not null ? "provided_submissions" : "csv_submissions",
        }.OfType<string>();
    }
}
