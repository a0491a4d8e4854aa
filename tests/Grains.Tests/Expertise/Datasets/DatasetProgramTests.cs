using System.Text.Json;
using System.Text.Json.Nodes;
using Switchyard.Compute.Programs;
using Switchyard.Servers.OpenReview;

namespace Switchyard.Expertise.Datasets;

public sealed class DatasetProgramTests : IAsyncLifetime
{
    private const string Invitation = "X/-/Submission";
    private OpenReviewServer _server = null!;

    private static ExpertiseConfig GroupAndInvitation => DatasetRun.Config() with { MatchGroup = ["X/Reviewers"], PaperInvitation = [Invitation] };

    public async ValueTask InitializeAsync() => _server = await OpenReviewServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task The_publications_of_a_group_and_the_papers_of_an_invitation_are_a_dataset()
    {
        _server.Data.AddGroup("X/Reviewers", "~Ada_Lovelace1", "Charles@Babbage.uk", "~Nobody_Writes1", "lost@example.org", "X/Others");
        _server.Data.AddProfile("~Ada_Lovelace1");
        _server.Data.AddProfile("~Charles_Babbage1", ["charles@babbage.uk"]);
        _server.Data.AddProfile("~Nobody_Writes1");
        var notes = _server.Data.AddPublication("~Ada_Lovelace1", "p1", "Notes on \"engines\"", "Ein Überblick", 1000);
        notes["pdate"] = 900;
        notes["odate"] = 950;
        notes["tmdate"] = 2000;
        notes["content"]!["venueid"] = new JsonObject { ["value"] = "SI" };
        _server.Data.AddPublication("~Charles_Babbage1", "p2", "Engines", null);
        _server.Data.AddSubmission(Invitation, "s1", "A title", "An abstract")["mdate"] = 3000;
        using var run = new DatasetRun();

        await run.RunAsync(GroupAndInvitation, _server);

        Assert.Equal(["~Ada_Lovelace1", "~Charles_Babbage1"], run.Archives);
        AssertJson(
            """{"id":"p1","cdate":900,"mdate":2000,"pdate":900,"odate":950,"content":{"title":"Notes on \"engines\"","abstract":"Ein Überblick","venueid":"SI"}}""",
            run.Archive("~Ada_Lovelace1").Single());
        AssertJson("""{"id":"p2","cdate":1,"content":{"title":"Engines","abstract":"","venueid":"DBLP.org"}}""", run.Archive("~Charles_Babbage1").Single());
        AssertJson("""{"s1":{"id":"s1","mdate":3000,"content":{"title":"A title","abstract":"An abstract"}}}""", run.Submissions);
        AssertJson(
            """{"submission_count":1,"no_publications_count":1,"no_publications":["~Nobody_Writes1"],"no_profile":["lost@example.org"],"archives_count":2}""",
            run.Metadata);
        Assert.All(_server.Requests, request => Assert.Equal("Bearer " + DatasetRun.Token, request.Authorization));
        Assert.Contains("publications of 3 of 3 members", run.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(DatasetRun.Token, run.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_what_everyone_may_read_counts_and_of_a_paper_and_its_blind_copy_the_copy()
    {
        AddAda();
        _server.Data.AddPublication("~Ada1", "private", "Secret", "a")["readers"] = new JsonArray("~Ada1");
        _server.Data.AddPublication("~Ada1", "original", "Blind", "a");
        _server.Data.AddPublication("~Ada1", "blind", "Blind again", "a")["original"] = "original";
        using var run = new DatasetRun();

        await run.RunAsync(GroupAndInvitation, _server);

        Assert.Equal(["blind"], run.Ids("~Ada1"));
    }

    [Fact]
    public async Task Notes_of_the_first_api_count_like_those_of_the_second()
    {
        AddAda();
        _server.Data.AddNote(JsonNode.Parse(
            """{"id":"old","invitation":"Y/-/Blind","readers":["everyone"],"tcdate":7.5,"content":{"authorids":["~Ada1"],"title":"T","abstract":"A"}}""")!.AsObject());
        using var run = new DatasetRun();

        await run.RunAsync(GroupAndInvitation, _server);

        AssertJson("""{"id":"old","cdate":7,"content":{"title":"T","abstract":"A","venueid":"Y"}}""", run.Archive("~Ada1").Single());
    }

    [Fact]
    public async Task Papers_without_a_title_neither_fail_nor_become_one()
    {
        AddAda();
        _server.Data.AddPublication("~Ada1", "p1", null, "first");
        _server.Data.AddPublication("~Ada1", "p2", "", "second");
        _server.Data.AddPublication("~Ada1", "p3", "Same.", "");
        _server.Data.AddPublication("~Ada1", "p4", "same", "with an abstract");
        using var run = new DatasetRun();

        await run.RunAsync(GroupAndInvitation, _server);

        Assert.Equal(["p1", "p2", "p4"], run.Ids("~Ada1"));
    }

    [Fact]
    public async Task Texts_are_what_is_left_after_trimming_wherever_they_come_from()
    {
        AddAda();
        _server.Data.AddPublication("~Ada1", "p1", " Title\n", " \t\u00A0");
        _server.Data.AddPublication("~Ada1", "p2", "With", " an abstract ");
        _server.Data.AddSubmission("X/-/Submission", "s2", " ", "\u200B\n");
        using var run = new DatasetRun();
        run.With("csv_expertise.csv", "~Ada1,p9,\" \",\" A \"\n").With("csv_submissions.csv", "s3,\"  T\",\" \"\n");
        var config = GroupAndInvitation with
        {
            CsvExpertise = "csv_expertise.csv",
            CsvSubmissions = "csv_submissions.csv",
            ProvidedSubmissions = [new ProvidedPaper("s4", "\t", " x ")],
        };

        await run.RunAsync(config, _server);

        string[] papers = [.. run.Archive("~Ada1").Concat(run.Submissions.Skip(1).Select(paper => paper.Value!)).Select(paper => $"{paper["id"]}: {paper["content"]!["title"]}|{paper["content"]!["abstract"]}")];
        Assert.Equal(["p1: Title|", "p2: With|an abstract", "p9: |A", "s2: |", "s3: T|", "s4: |x"], papers);

        AssertJson("""["s2"]""", run.Metadata["no_text_submission"]!);
        Assert.False(run.Metadata.ContainsKey("no_text"));

        using var strict = new DatasetRun();
        await strict.RunAsync(GroupAndInvitation with { Dataset = new DatasetConfig { WithAbstract = true } }, _server);
        Assert.Equal(["p2"], strict.Ids("~Ada1"));
    }

    [Fact]
    public async Task Members_without_any_text_are_listed()
    {
        AddAda();
        _server.Data.AddPublication("~Ada1", "p1", "\t", " ");
        using var run = new DatasetRun();
        run.With("csv_expertise.csv", "~Csv1,p2, ,\n~Bob1,p3,T,\n");

        await run.RunAsync(GroupAndInvitation with { CsvExpertise = "csv_expertise.csv" }, _server);

        AssertJson("""["~Ada1","~Csv1"]""", run.Metadata["no_text"]!);
        Assert.False(run.Metadata.ContainsKey("no_text_submission"));
    }

    [Fact]
    public async Task Why_no_publication_is_left_is_told()
    {
        AddAda();
        _server.Data.AddPublication("~Ada1", "p1", "Title", " ", 1000);
        using var run = new DatasetRun();
        var config = GroupAndInvitation with { Dataset = new DatasetConfig { WithAbstract = true, MinimumPubDate = 5 } };
        Assert.Equal(
            "No publications found: of the 1 public papers of the members none is left by with_abstract, minimum_pub_date.",
            await run.RefusalAsync<WrongInputException>(config, _server));
    }

    [Fact]
    public async Task Csv_files_alone_are_a_dataset_and_ask_nobody()
    {
        using var run = new DatasetRun { SentToken = null };
        run.With("csv_expertise.csv", "\ufeff~A1,p1,Title,\"An abstract, with \"\"commas\"\"\nand lines\"\n~B1,p2,A 5\" disk,A\r\n~A1,p3,,only this,ignored\n");
        run.With("csv_submissions.csv", "s1,First,A\ns2,Second,B\ns1,Again,C\n");

        await run.RunAsync(DatasetRun.Config() with { CsvExpertise = "csv_expertise.csv", CsvSubmissions = "csv_submissions.csv" }, _server);

        Assert.Empty(_server.Requests);
        Assert.Equal(["~A1", "~B1"], run.Archives);
        Assert.Equal("A 5\" disk", (string?)run.Archive("~B1").Single()["content"]!["title"]);
        AssertJson(
            """{"id":"p1","content":{"title":"Title","abstract":"An abstract, with \"commas\"\nand lines"}}""", run.Archive("~A1")[0]);
        Assert.Equal(["p1", "p3"], run.Ids("~A1"));
        Assert.Equal(["s1", "s2"], run.Submissions.Select(paper => paper.Key));
        Assert.Equal("Again", (string?)run.Submissions["s1"]!["content"]!["title"]);
        Assert.Equal(3, (int?)run.Metadata["archives_count"]);
    }

    [Fact]
    public async Task Further_sources_add_to_members_and_overwrite_submissions()
    {
        AddAda();
        _server.Data.AddPublication("~Ada1", "p1", "T", "A");
        using var run = new DatasetRun();
        run.With("csv_expertise.csv", "~Ada1,p9,Added,A\n~Csv1,p8,Other,A\n").With("csv_submissions.csv", "s1,From CSV,A\ns3,New,A\n");

        await run.RunAsync(
            GroupAndInvitation with
            {
                CsvExpertise = "csv_expertise.csv",
                CsvSubmissions = "csv_submissions.csv",
                ProvidedSubmissions = [new ProvidedPaper("s3", "Provided", null)],
            },
            _server);

        Assert.Equal(["p1", "p9"], run.Ids("~Ada1"));
        Assert.Equal(["~Ada1", "~Csv1"], run.Archives);
        Assert.Equal(["s1", "s3"], run.Submissions.Select(paper => paper.Key));
        Assert.Equal("From CSV", (string?)run.Submissions["s1"]!["content"]!["title"]);
        AssertJson("""{"title":"Provided","abstract":""}""", run.Submissions["s3"]!["content"]!);
    }

    [Fact]
    public async Task Papers_against_papers_are_an_archive_of_the_other_side()
    {
        _server.Data.AddSubmission(Invitation, "s1", "T1", "A1");
        _server.Data.AddSubmission("Y/-/Submission", "m1", "T2", "A2", "Y/Accepted");
        _server.Data.AddSubmission("Y/-/Submission", "m2", "T3", "A3", "Y/Rejected");
        using var run = new DatasetRun();

        await run.RunAsync(DatasetRun.Config("specter2") with { PaperInvitation = [Invitation], MatchPaperVenueid = "Y/Accepted" }, _server);

        Assert.Equal(["match_submissions"], run.Archives);
        Assert.Equal(["m1"], run.Ids("match_submissions"));
        Assert.Equal(["s1"], run.Submissions.Select(paper => paper.Key));
        Assert.Equal(1, (int?)run.Metadata["archives_count"]);
    }

    [Fact]
    public async Task Group_against_group_takes_the_papers_of_the_other_group_for_submissions()
    {
        AddAda();
        _server.Data.AddPublication("~Ada1", "p1", "T", "A");
        _server.Data.AddGroup("Y/Reviewers", "~Bob1", "~Eve1", "gone@example.org");
        _server.Data.AddProfile("~Bob1");
        _server.Data.AddProfile("~Eve1");
        _server.Data.AddPublication("~Bob1", "b1", "Bob's", "A", 5);
        using var run = new DatasetRun();

        await run.RunAsync(DatasetRun.Config() with { MatchGroup = ["X/Reviewers"], AlternateMatchGroup = ["Y/Reviewers"] }, _server);

        AssertJson(
            """{"~Bob1":[{"id":"b1","cdate":5,"content":{"title":"Bob's","abstract":"A","venueid":"DBLP.org"}}],"~Eve1":[]}""",
            run.Json("publications_by_profile_id.json"));
        AssertJson("""{"b1":{"id":"b1","content":{"title":"Bob's","abstract":"A"}}}""", run.Submissions);
        Assert.Equal(["~Ada1"], run.Archives);
        AssertJson("""["gone@example.org"]""", run.Metadata["no_profile_submission"]!);
    }

    private void AddAda()
    {
        _server.Data.AddGroup("X/Reviewers", "~Ada1");
        _server.Data.AddProfile("~Ada1");
        _server.Data.AddSubmission(Invitation, "s1", "A title", "An abstract");
    }

    private static void AssertJson(string expected, JsonNode actual)
    {
        using var left = JsonDocument.Parse(expected);
        using var right = JsonDocument.Parse(actual.ToJsonString());
        Assert.True(JsonElement.DeepEquals(left.RootElement, right.RootElement), $"expected {expected}, got {actual.ToJsonString()}");
    }
}
