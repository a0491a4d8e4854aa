using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Switchyard.Expertise.Scoring;

/// <summary>The program agrees with the formula on texts of few words, where everything repeats, is empty, or is everywhere.</summary>
public sealed class Bm25Properties
{
    private static readonly Gen<string> Text = Gen.Frequency(
        (1, Gen.Constant("")),
        (8, Gen.ArrayOf(Gen.Elements("the", "The", "a", "b", "c", "", "x\ny", "\u00C9t\u00E9", "\u00E9t\u00E9", "\"q\",", "\u4E2D", "\U00010400", "\U00010428", "rare"))
            .Select(words => string.Join(' ', words))));

    private static readonly Gen<Paper> Papers =
        from title in Gen.OneOf(Gen.Constant((string?)null), Text.Select(text => (string?)text))
        from text in Gen.OneOf(Gen.Constant((string?)null), Text.Select(text => (string?)text))
        select new Paper(title, text);

    private static readonly Gen<ModelConfig> Options =
        from fields in Gen.Elements((true, true), (true, false), (false, true))
        from average in Gen.Elements(true, false)
        select new ModelConfig { UseTitle = fields.Item1, UseAbstract = fields.Item2, AverageScore = average, MaxScore = !average };

    private static readonly Gen<Case> Cases =
        from options in Options
        from archives in Gen.ListOf(Gen.ListOf(Papers))
        from submissions in Gen.ListOf(Papers)
        from cores in Gen.Choose(1, 3)
        select new Case(options, [.. archives.Select(papers => papers.ToArray())], [.. submissions], cores);

    [Property(MaxTest = 400)]
    public Property All_scores_agree_with_the_formula() => Prop.ForAll(Arb.From(Cases.Where(IsScored)), async given =>
    {
        using var run = new ScoringRun { Cores = given.Cores }.Configure(given.Options);
        foreach (var (member, papers) in given.Members)
        {
            run.WithMember(member, papers);
        }

        run.WithSubmissions(given.Submissions.Select((paper, i) => ($"s{i}", paper)));
        await run.ScoreAsync();

        var reference = new Bm25Reference(given.Members, given.Options);
        var expected = given.Submissions.Select((paper, i) => (Id: $"s{i}", Scores: reference.Score(paper))).Where(s => s.Scores is not null)
            .SelectMany(s => s.Scores!.Select(score => (s.Id, score.Key, score.Value))).ToList();
        var rows = run.Rows();
        Assert.Equal(expected.Select(row => (row.Id, row.Key)), rows.Select(row => (row.First, row.Second)));
        Assert.All(expected.Zip(rows), pair => Assert.Equal(pair.First.Value, pair.Second.Score, 1e-6));
    });

    private static bool IsScored(Case given)
    {
        var reference = new Bm25Reference(given.Members, given.Options);
        return reference.Documents > 0 && given.Submissions.Any(paper => reference.Score(paper) is not null);
    }

    private sealed record Case(ModelConfig Options, Paper[][] Archives, Paper[] Submissions, int Cores)
    {
        public SortedDictionary<string, Paper[]> Members { get; } =
            new(Archives.Index().ToDictionary(archive => $"~M{archive.Index}", archive => archive.Item), StringComparer.Ordinal);
    }
}
