namespace Switchyard.Expertise.Scoring;

public sealed class SparseProgramTests
{
    private static readonly SparseProgram Program = new();

    [Fact]
    public async Task Scores_of_any_writer_are_read()
    {
        using var run = new ScoringRun().Configure(new ModelConfig { SparseValue = 1 })
            .With("scores.csv", "\uFEFFs1,~A1,0.5\r\n\r\n\"s1\",\"~B\"\"x\"\", y1\", 1\r\n  \ns2,~A1,1e-05\ns2,\"~B\"\"x\"\", y1\",0.2500")
            .With("metadata.json", "{ \"kept\":  1 }");
        await run.RunAsync(Program);
        Assert.Equal("s1,~A1,0.5\ns1,\"~B\"\"x\"\", y1\",1.0\ns2,~A1,1e-05\ns2,\"~B\"\"x\"\", y1\",0.25\n", run.Result("scores.csv"));
        Assert.Equal("s2,\"~B\"\"x\"\", y1\",0.25\ns1,\"~B\"\"x\"\", y1\",1.0\ns1,~A1,0.5\n", run.Result("sparse.csv"));
        Assert.Equal("{ \"kept\":  1 }", run.Result("metadata.json"));
    }

    [Fact]
    public async Task Without_a_sparse_value_400_of_each_side_are_the_best()
    {
        using var run = new ScoringRun().With("scores.csv", string.Concat(Enumerable.Range(0, 500).Select(i => $"s,~M{i},{i}\n")) + "t,~M0,1\n");
        await run.RunAsync(Program);
        var rows = run.Rows("sparse.csv");
        Assert.Equal(501, rows.Count);

        using var two = new ScoringRun().With("scores.csv", string.Concat(
            Enumerable.Range(0, 500).SelectMany(s => Enumerable.Range(0, 500).Select(m => $"s{s},~M{m},{(s + m) % 500}\n"))));
        await two.RunAsync(Program);
        Assert.Equal(500 * 400, two.Rows("sparse.csv").Count);
        Assert.Equal(100, two.Rows("sparse.csv").Min(row => row.Score));
        Assert.False(two.HasResult("metadata.json"));
    }

    [Fact]
    public async Task Of_a_pair_scored_twice_the_better_score_is_among_the_best()
    {
        using var run = new ScoringRun().With("scores.csv", "s,m,0.5\ns,m,0.75\ns,m,0.75\n");
        await run.RunAsync(Program);
        Assert.Equal("s,m,0.75\n", run.Result("sparse.csv"));
    }

    [Fact]
    public async Task A_model_that_scored_nothing_has_no_best()
    {
        using var run = new ScoringRun().With("scores.csv", "\n");
        await run.RunAsync(Program);
        Assert.Equal(("", ""), (run.Result("scores.csv"), run.Result("sparse.csv")));
    }

    [Theory]
    [InlineData("s,m", "scores.csv, line 3: 2 columns where submission, member and score should be.")]
    [InlineData("s,m,1,2", "scores.csv, line 3: 4 columns where submission, member and score should be.")]
    [InlineData("submission,user,score", "scores.csv, line 3: 'score' is not a score.")]
    [InlineData("s,m,nan", "scores.csv, line 3: 'nan' is not a score.")]
    [InlineData("s,m,1e999", "scores.csv, line 3: '1e999' is not a score.")]
    [InlineData("s,m,", "scores.csv, line 3: '' is not a score.")]
    [InlineData(",m,1", "scores.csv, line 3: the submission is empty.")]
    [InlineData("s,,1", "scores.csv, line 3: the member is empty.")]
    public async Task A_bad_row_is_named_with_its_line(string row, string message)
    {
        using var run = new ScoringRun().With("scores.csv", $"a,b,1\r\n\r\n{row}\nc,d,1\n");
        Assert.Equal(message, await run.RefusalAsync(Program));
    }

    [Fact]
    public async Task A_quote_that_is_not_closed_is_named_with_its_line()
    {
        using var run = new ScoringRun().With("scores.csv", "a,b,1\nc,\"d,1\ne,f,1\n");
        Assert.Contains("line 2", await run.RefusalAsync(Program), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_scores_there_is_nothing_to_do()
    {
        using var run = new ScoringRun();
        Assert.Equal("The model wrote no scores.csv.", await run.RefusalAsync(Program));
    }
}
