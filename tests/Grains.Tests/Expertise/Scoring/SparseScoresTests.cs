using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Switchyard.Expertise.Scoring;

public sealed class SparseScoresTests
{
    private static readonly Gen<Case> Cases =
        from submissions in Gen.Choose(1, 12)
        from members in Gen.Choose(1, 12)
        from size in Gen.Choose(1, 8)
        from scores in Gen.ArrayOf(Gen.OneOf(Gen.Constant(-1), Gen.Choose(0, 5)), submissions * members)
        select new Case(size, [.. scores.Index().Where(score => score.Item >= 0)
            .Select(score => ((score.Index / members * 7) % 13, score.Index % members, score.Item / 5.0))]);

    [Property(MaxTest = 1000)]
    public Property The_best_of_each_submission_and_of_each_member_are_there_and_no_other() => Prop.ForAll(Arb.From(Cases), given =>
    {
        using var run = new ScoringRun();
        var path = Path.Combine(run.Out, "sparse.csv");
        var (submissions, members) = (new Numbering(), new Numbering());
        var sparse = new SparseScores(given.Size);
        var rows = given.Rows.Select(row => (Submission: $"s{row.Submission:00}", Member: $"m{row.Member:00}", row.Score)).ToList();
        foreach (var (submission, member, score) in rows)
        {
            sparse.Add(submissions.NumberOf(submission), members.NumberOf(member), score);
        }

        sparse.Write(path, submissions.Texts, members.Texts);

        // Of equal scores those count that came first.
        var best = rows.GroupBy(row => row.Submission)
            .SelectMany(group => group.OrderByDescending(row => row.Score).ThenBy(row => members.Find(row.Member)).Take(given.Size))
            .Union(rows.GroupBy(row => row.Member)
                .SelectMany(group => group.OrderByDescending(row => row.Score).ThenBy(row => submissions.Find(row.Submission)).Take(given.Size)))
            .OrderByDescending(row => row.Submission, StringComparer.Ordinal).ThenByDescending(row => row.Score).ThenBy(row => members.Find(row.Member));
        Assert.Equal(best, run.Rows("sparse.csv"));
    });

    [Fact]
    public async Task A_run_writes_the_best_of_its_own_scores()
    {
        using var run = new ScoringRun().Configure(new ModelConfig { SparseValue = 1 })
            .WithMember("~A1", new Paper(null, "red one more")).WithMember("~A2", new Paper(null, "blue")).WithMember("~A3", new Paper(null, "else"))
            .WithSubmissions(("a", new Paper(null, "red")), ("b", new Paper(null, "blue blue")));
        await run.ScoreAsync();
        Assert.Equal("b,~A2,1.0\na,~A1,1.0\na,~A3,0.0\n", run.Result("sparse.csv"));
    }

    [Fact]
    public void Of_many_scores_the_best_are_kept()
    {
        var top = new TopScores(10);
        var random = new Random(5);
        var all = Enumerable.Range(0, 10_000).Select(i => new Scored(random.Next(2000), i)).ToList();
        all.ForEach(top.Add);
        Assert.Equal(all.Order().Take(10), top.Cut().ToArray());
        Assert.Equal(10, all.Count(top.Holds));
    }

    private sealed record Case(int Size, (int Submission, int Member, double Score)[] Rows);
}
