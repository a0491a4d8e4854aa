namespace Switchyard.Expertise.Scoring;

public sealed class GroupScoringTests
{
    [Fact]
    public async Task A_member_of_the_second_group_has_the_average_of_his_papers()
    {
        // "red" scores 1 with ~A1, 0 with ~A2; "blue" 0 and 1; a paper with both words is between for both.
        using var run = new ScoringRun().Configure(new ModelConfig { SparseValue = 1 }, "B.cc")
            .WithMember("~A1", new Paper(null, "red one more")).WithMember("~A2", new Paper(null, "blue one more")).WithMember("~A3", new Paper(null, "else"))
            .WithSubmissions(("red", new Paper(null, "red")), ("blue", new Paper(null, "blue")), ("red2", new Paper(null, "red red")), ("silent", new Paper("t", null)))
            .With("publications_by_profile_id.json", """
                {
                    "~B1": [{"id": "red", "content": {"title": "x"}}, {"id": "blue"}, {"id": "red2"}],
                    "~B2": [{"id": "blue"}, {"id": "silent"}, {"id": "never fetched"}],
                    "~B3": [{"id": "silent"}],
                    "~B4": []
                }
                """);
        await run.ScoreAsync();
        Assert.Equal(
            """
            ~A1,~B1,0.67
            ~A2,~B1,0.33
            ~A3,~B1,0.0
            ~A1,~B2,0.0
            ~A2,~B2,1.0
            ~A3,~B2,0.0

            """,
            run.Result("scores.csv"),
            ignoreLineEndingDifferences: true);
        Assert.Equal(
            """{"no_expertise":[],"no_text_submission":["silent"],"no_expertise_submission":["~B3","~B4"]}""",
            System.Text.Json.Nodes.JsonNode.Parse(run.Result("metadata.json"))!.ToJsonString());
        Assert.Equal("~A3,~B1,0.0\n~A2,~B2,1.0\n~A1,~B1,0.67\n", run.Result("sparse.csv"));
    }

    [Theory]
    [InlineData("5", "a profile has no list of papers")]
    [InlineData("[5]", "a paper is no object")]
    [InlineData("[{\"title\": \"x\"}]", "a paper has no id")]
    [InlineData("[{\"id\": null}]", "the id of a paper is no text")]
    public async Task Wrong_publications_are_named(string papers, string problem)
    {
        using var run = new ScoringRun().Configure(new ModelConfig(), "B.cc").WithMember("~A1", new Paper(null, "x"))
            .With("publications_by_profile_id.json", $"{{\n\"~B1\": {papers}}}");
        Assert.Equal($"publications_by_profile_id.json, line 2: {problem}.", await run.RefusalAsync(new Bm25Program()));
    }

    [Theory]
    [InlineData(0.125, 0.12)]
    [InlineData(0.375, 0.38)]
    [InlineData(0.625, 0.62)]
    [InlineData(0.875, 0.88)]
    [InlineData(2.675, 2.67)]
    [InlineData(1.005, 1.0)]
    [InlineData(0.005, 0.01)]
    [InlineData(0.015, 0.01)]
    [InlineData(0.285, 0.28)]
    [InlineData(0.145, 0.14)]
    [InlineData(1.0, 1.0)]
    [InlineData(0.994999999999999, 0.99)]
    [InlineData(0.9950000000000001, 1.0)]
    public void Averages_are_rounded_as_Python_does(double value, double rounded) => Assert.Equal(rounded, GroupAverages.Round(value));
}
