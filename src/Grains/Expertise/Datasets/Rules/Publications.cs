using Switchyard.Expertise.Datasets.OpenReview;
using Switchyard.Text;

namespace Switchyard.Expertise.Datasets.Rules;

/// <summary>Which of a member's notes are publications that count, and what a dataset keeps of them.</summary>
/// <param name="Venues">The venues of OpenReview, when <paramref name="Weights"/> ask for them.</param>
internal sealed record Publications(DatasetConfig Config, Recency Recency, VenueWeights Weights, IReadOnlySet<string> Venues)
{
    /// <summary>Of those that everyone may read.</summary>
    public IReadOnlyList<Paper> Of(IEnumerable<Note> notes) => OfChosen(notes.Where(IsPublic));

    public static bool IsPublic(Note note) => note.Readers is ["everyone"];

    /// <summary>Of notes that were chosen one by one, whoever may read them.</summary>
    public IReadOnlyList<Paper> OfChosen(IEnumerable<Note> notes)
    {
        List<Note> all = [.. notes.DistinctBy(note => note.Id)];
        HashSet<string?> originals = [.. all.Select(note => note.Original)];
        return Recency.Of([.. all.Where(note => !originals.Contains(note.Id)).Select(Reduce).OfType<Paper>()]);
    }

    /// <summary>What is kept of a submission.</summary>
    public static Paper Submission(Note note) => Paper.Of(note.Id, note.Text("title"), note.Text("abstract")) with { Mdate = (long?)note.Mdate };

    private Paper? Reduce(Note note)
    {
        var (title, text) = (Blank.Trim(note.Text("title")), Blank.Trim(note.Text("abstract")));
        var home = note.InvitationPrefix;
        var venueId = note.Text("venueid") is { Length: > 0 } named ? named : home;
        var weight = Weights.Of(venueId, Venues.Contains(note.Domain ?? home));
        return (Config.WithTitle && title.Length == 0) || (Config.WithAbstract && text.Length == 0) || weight == 0
            ? null
            : new Paper(note.Id, new PaperContent(title, text) { VenueId = venueId, Weight = Weights.Any ? weight : null })
            {
                Cdate = (long)(note.Pdate ?? note.Cdate ?? note.Tcdate ?? 0),
                Mdate = (long?)(note.Tmdate ?? note.Mdate),
                Pdate = (long?)note.Pdate,
                Odate = (long?)note.Odate,
            };
    }
}
