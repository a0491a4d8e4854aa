using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace Switchyard.Expertise.Scoring;

public sealed class Bm25ProgramTests
{
    private static readonly Bm25Program Program = new();

    private static Paper Abstract(string text) => new("A title", text);

    [Fact]
    public async Task An_example_computed_by_hand()
    {
        // N = 3, avglen = 2; idf(x) = ln 0.5 - ln 3.5 < 0, idf(y) = idf(z) = ln 2.5 - ln 1.5 = 0.510826, their mean is -0.308086,
        // so idf(x) = -0.077022. Scores of "y x": 0.510826 - 0.077022, -0.077022 * 2.5 / 3.0625, -0.077022 * 2.5 / 1.9375.
        using var run = new ScoringRun()
            .WithMember("~A1", Abstract("x y")).WithMember("~B1", Abstract("x z z"), Abstract("x")).WithMember("~C1", Abstract("X"))
            .WithSubmissions(("s", Abstract("y x")));
        File.Delete(Path.Combine(run.In, "archives/~C1.jsonl"));
        await run.ScoreAsync();
        Assert.Equal("s,~A1,1.0\ns,~B1,0.06847117096185684\n", run.Result("scores.csv"));
    }

    [Fact]
    public async Task Titles_and_abstracts_stay_with_their_members()
    {
        using var run = new ScoringRun().Configure(new ModelConfig { UseTitle = true })
            .WithMember("~A1", new Paper("apples", null))
            .WithMember("~B1", new Paper("other", "pears"))
            .WithMember("~C1", new Paper("plums", ""), new Paper("other", "grapes"))
            .WithSubmissions(("a", new Paper("apples", null)), ("b", Abstract("pears")), ("c", new Paper("plums", "")), ("d", Abstract("grapes")));
        await run.ScoreAsync();
        Assert.Equal(["a ~A1", "b ~B1", "c ~C1", "d ~C1"], run.Rows().Where(row => row.Score == 1).Select(row => $"{row.First} {row.Second}"));
        Assert.Equal(12, run.Rows().Count);
    }

    [Theory]
    [InlineData("{\"name\": \"n\", \"model\": \"bm25\"}")]
    [InlineData("{\"name\": \"n\", \"model\": \"bm25\", \"model_params\": {\"workers\": 2}, \"new\": true}")]
    public async Task Without_options_abstracts_count_and_the_best_of_a_member(string config)
    {
        using var run = new ScoringRun().With(ExpertiseConfig.FileName, config)
            .WithMember("~A1", Abstract("red"), Abstract("blue")).WithMember("~B1", new Paper("red", null), new Paper(null, "green"))
            .WithSubmissions(("s", Abstract("red")));
        await run.ScoreAsync();
        Assert.Equal([("s", "~A1", 1.0), ("s", "~B1", 0.0)], run.Rows());
    }

    [Fact]
    public async Task A_single_document_scores_one_if_it_has_anything_of_the_submission_and_else_zero()
    {
        using var run = new ScoringRun().WithMember("~A1", Abstract("one two")).WithSubmissions(("in", Abstract("two")), ("out", Abstract("three")));
        await run.ScoreAsync();
        Assert.Equal([("in", "~A1", 1.0), ("out", "~A1", 0.0)], run.Rows());
    }

    [Fact]
    public async Task A_word_in_half_of_the_documents_tells_nothing()
    {
        using var run = new ScoringRun().WithMember("~A1", Abstract("half a")).WithMember("~B1", Abstract("b"))
            .WithSubmissions(("s", Abstract("half")));
        await run.ScoreAsync();
        Assert.Equal([0.0, 0.0], run.Rows().Select(row => row.Score));
    }

    [Fact]
    public async Task Members_without_a_usable_document_have_zero_and_are_listed()
    {
        using var run = new ScoringRun()
            .WithMember("~A1", Abstract("text")).WithMember("~B1", new Paper("only a title", null)).WithMember("~C1").WithMember("me@x.org", Abstract(""))
            .WithSubmissions(("s", Abstract("text")), ("silent", new Paper("only a title", "")))
            .With("metadata.json", """{"submission_count": 2, "no_profile": ["a@b.c"]}""");
        await run.ScoreAsync();
        Assert.Equal([("s", "me@x.org", 0.0), ("s", "~A1", 1.0), ("s", "~B1", 0.0), ("s", "~C1", 0.0)], run.Rows());
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""{"submission_count": 2, "no_profile": ["a@b.c"], "no_expertise": ["me@x.org", "~B1", "~C1"], "no_text_submission": ["silent"]}"""),
            JsonNode.Parse(run.Result("metadata.json"))));
        Assert.False(run.HasResult("sparse.csv"));
    }

    [Fact]
    public async Task An_id_that_would_break_its_line_is_quoted()
    {
        using var run = new ScoringRun().WithMember("~A,\"B\"1", Abstract("text")).WithSubmissions(("s,1", Abstract("text")));
        await run.ScoreAsync();
        Assert.Equal("\"s,1\",\"~A,\"\"B\"\"1\",1.0\n", run.Result("scores.csv"));
    }

    [Fact]
    public async Task Of_a_submission_that_comes_twice_the_last_counts_in_the_place_of_the_first()
    {
        using var run = new ScoringRun().WithMember("~A1", Abstract("old")).WithMember("~B1", Abstract("new"), Abstract("none"))
            .WithSubmissions(("s", Abstract("old")), ("t", Abstract("old")), ("s", Abstract("new")));
        await run.ScoreAsync();
        Assert.Equal([("s", "~A1", 0.0), ("s", "~B1", 1.0), ("t", "~A1", 1.0), ("t", "~B1", 0.0)], run.Rows());
    }

    [Fact]
    public async Task A_folder_of_submissions_will_do()
    {
        using var run = new ScoringRun().WithMember("~A1", Abstract("text"))
            .With("submissions/b.jsonl", "\n{\"id\": \"b\", \"content\": {\"abstract\": \"text\"}}\n\n").With("submissions/a.jsonl", "{\"content\": {\"abstract\": \"text\"}}");
        await run.ScoreAsync();
        Assert.Equal([("a", "~A1", 1.0), ("b", "~A1", 1.0)], run.Rows());
    }

    [Fact]
    public async Task Progress_is_said_once_a_second_and_at_the_end()
    {
        var time = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromSeconds(0.3) };
        using var run = new ScoringRun { Time = time }.WithMember("~A1", Abstract("text"))
            .WithSubmissions(Enumerable.Range(0, 10).Select(i => ($"s{i}", Abstract("text"))));
        await run.ScoreAsync();
        Assert.Equal("read 1 publications of 1 members, and 10 submissions, 0 of them without an abstract", run.Log[0]);
        Assert.Equal(["scored 4 of 10 submissions", "scored 8 of 10 submissions", "scored 10 of 10 submissions"], run.Log[1..]);
    }

    [Theory]
    [InlineData(false, false, true, "use_title and use_abstract cannot both be False")]
    [InlineData(true, true, false, "average_score and max_score cannot both be False")]
    public async Task Impossible_options_are_named(bool title, bool text, bool max, string message)
    {
        using var run = new ScoringRun().Configure(new ModelConfig { UseTitle = title, UseAbstract = text, MaxScore = max });
        Assert.Equal(message, await run.RefusalAsync(Program));
    }

    [Fact]
    public async Task A_sparse_value_of_nothing_is_refused()
    {
        using var run = new ScoringRun().Configure(new ModelConfig { SparseValue = 0 });
        Assert.Equal("'sparse_value' must be a positive integer, got 0.", await run.RefusalAsync(Program));
    }

    [Fact]
    public async Task Without_publications_or_submissions_the_data_are_wrong()
    {
        const string NoPublications = "No publications found. Please ensure members have public and published papers attached to their profiles.";
        using var run = new ScoringRun().WithSubmissions(("s", Abstract("text")));
        Assert.Equal(NoPublications, await run.RefusalAsync(Program));
        run.WithMember("~A1", new Paper("only a title", null));
        Assert.Equal("None of the 1 publications has an abstract, and titles are not used (use_title is false).", await run.RefusalAsync(Program));
        run.WithMember("~A1", Abstract("text")).WithSubmissions();
        Assert.Equal("No submissions found.", await run.RefusalAsync(Program));
        run.WithSubmissions(("s", new Paper("only a title", null)));
        Assert.Equal("None of the 1 submissions has an abstract, and titles are not used (use_title is false).", await run.RefusalAsync(Program));
    }

    [Theory]
    [InlineData(true, false, "None of the 2 publications has a title, and abstracts are not used (use_abstract is false).")]
    [InlineData(true, true, "None of the 2 publications has a title or an abstract.")]
    public async Task Blank_texts_are_none(bool title, bool text, string message)
    {
        using var run = new ScoringRun().Configure(new ModelConfig { UseTitle = title, UseAbstract = text })
            .WithMember("~A1", new Paper(" ", "\t"), new Paper("\u00A0\u200B", "")).WithSubmissions(("s", new Paper("a", "b")));
        Assert.Equal(message, await run.RefusalAsync(Program));
    }

    [Fact]
    public async Task What_is_blank_is_no_text_and_matches_nothing()
    {
        using var run = new ScoringRun().Configure(new ModelConfig { UseTitle = true })
            .WithMember("~A1", new Paper("cats", "   ")).WithMember("~B1", Abstract("dogs  and   \n more")).WithMember("~C1", new Paper(" ", " \n "))
            .WithMember("~D1", Abstract("birds")).WithMember("~E1", Abstract("fish"))
            .WithSubmissions(("t", new Paper(" cats ", "\u2003")), ("u", Abstract("unknown  \n words")), ("v", new Paper("", " ")));
        await run.ScoreAsync();
        Assert.Equal(["t ~A1"], run.Rows().Where(row => row.Score > 0).Select(row => $"{row.First} {row.Second}"));
        Assert.Equal(10, run.Rows().Count);
        var metadata = JsonNode.Parse(run.Result("metadata.json"))!;
        Assert.Equal("""["~C1"]""", metadata["no_expertise"]!.ToJsonString());
        Assert.Equal("""["v"]""", metadata["no_text_submission"]!.ToJsonString());
    }

    [Theory]
    [InlineData("archives/~A1.jsonl", "{\"content\": {\"abstract\": \"x\"}}\n\n{\"content\": ", "archives/~A1.jsonl, line 3: this is not JSON.")]
    [InlineData("archives/~A1.jsonl", "{\"content\": {}}\n[]", "archives/~A1.jsonl, line 2: this is no object.")]
    [InlineData("archives/~A1.jsonl", "{\"content\": {\"abstract\": 5}}", "archives/~A1.jsonl, line 1: an abstract is no text.")]
    [InlineData("archives/~A1.jsonl", "{\"content\": {\"abstract\": \"\\ud800\"}}", "archives/~A1.jsonl, line 1: a text is not valid Unicode.")]
    [InlineData("archives/~A1.jsonl", "{\"content\": []}", "archives/~A1.jsonl, line 1: the content of a paper is no object.")]
    [InlineData("submissions.json", "{\n\"s\": 5}", "submissions.json, line 2: a paper is no object.")]
    [InlineData("metadata.json", "[]", "metadata.json is no JSON object: It is no object.")]
    public async Task A_wrong_file_is_named_with_its_line(string name, string text, string message)
    {
        using var run = new ScoringRun().WithMember("~B1", Abstract("text")).WithSubmissions(("s", Abstract("text"))).With(name, text);
        Assert.Equal(message, await run.RefusalAsync(Program));
    }

    [Fact]
    public async Task Missing_files_are_named()
    {
        using var run = new ScoringRun().WithMember("~A1", Abstract("text"));
        Assert.Equal("submissions.json is missing.", await run.RefusalAsync(Program));
        run.Configure(new ModelConfig(), "B.cc");
        Assert.Equal("publications_by_profile_id.json is missing.", await run.RefusalAsync(Program));
        File.Delete(Path.Combine(run.In, ExpertiseConfig.FileName));
        Assert.Equal("config.json is missing.", await run.RefusalAsync(Program));
    }
}
