using System.Text.Json;
using System.Text.Json.Nodes;
using Switchyard.Compute.Programs;
using Switchyard.Servers.OpenReview;

namespace Switchyard.Expertise.Datasets;

/// <summary>Which members, publications and submissions a job chooses.</summary>
public sealed class SelectionTests : IAsyncLifetime
{
    private const string Invitation = "X/-/Submission";
    private OpenReviewServer _server = null!;

    private static ExpertiseConfig GroupAndInvitation => DatasetRun.Config() with { MatchGroup = ["X/Reviewers"], PaperInvitation = [Invitation] };

    public async ValueTask InitializeAsync()
    {
        _server = await OpenReviewServer.StartAsync();
        _server.Data.AddGroup("X/Reviewers", "~Ada1");
        _server.Data.AddProfile("~Ada1", ["ada@example.org"], null, "~Ada_Byron1");
        _server.Data.AddPublication("~Ada1", "p1", "One", "A", 100);
        _server.Data.AddPublication("~Ada1", "p2", "Two", "A", 200);
        _server.Data.AddPublication("~Ada1", "p3", "Three", "A", 300);
        _server.Data.AddSubmission(Invitation, "s1", "A title", "An abstract", "X/Active")["content"]!["track"] = new JsonObject { ["value"] = "theory" };
        _server.Data.AddSubmission(Invitation, "s2", "Another", "An abstract", "X/Withdrawn");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Excluded_papers_are_left_out_under_whichever_name_of_the_member()
    {
        _server.Data.AddInvitation("X/-/Exclusion");
        _server.Data.AddEdge("X/-/Exclusion", "p1", "~Ada1", "Exclude");
        _server.Data.AddEdge("X/-/Exclusion", "p2", "~Ada_Byron1", null);
        _server.Data.AddEdge("X/-/Exclusion", "p3", "~Ada1", "Include");
        Assert.Equal(["p3"], await IdsAsync(GroupAndInvitation with { ExclusionInv = ["X/-/Exclusion"] }));
    }

    [Theory]
    [InlineData("p2", "p2")]
    [InlineData("elsewhere", "p1 p2 p3")]
    public async Task Included_papers_are_all_unless_none_of_them_is_there(string included, string expected)
    {
        _server.Data.AddInvitation("X/-/Inclusion");
        _server.Data.AddEdge("X/-/Inclusion", included, "~Ada1", "Include");
        Assert.Equal(expected.Split(' '), await IdsAsync(GroupAndInvitation with { InclusionInv = ["X/-/Inclusion"] }));
    }

    [Theory]
    [InlineData("Exclude", "p2 p3")]
    [InlineData("Include", "p1")]
    [InlineData(null, "p1")]
    public async Task An_invitations_label_tells_what_its_edges_are_for(string? label, string expected)
    {
        _server.Data.AddInvitation("X/-/Expertise", label is null ? [] : [label]);
        _server.Data.AddEdge("X/-/Expertise", "p1", "~Ada1", label ?? "Include");
        Assert.Equal(expected.Split(' '), await IdsAsync(GroupAndInvitation with { ExpertiseInv = "X/-/Expertise" }));
    }

    [Theory]
    [InlineData("""{"minimum_pub_date":200}""", "p3 p2")]
    [InlineData("""{"top_recent_pubs":1}""", "p3")]
    [InlineData("""{"top_recent_pubs":"34%"}""", "p3 p2")]
    [InlineData("""{"top_recent_pubs":1,"minimum_pub_date":200}""", "p3")]
    [InlineData("""{"or":{"top_recent_pubs":1,"minimum_pub_date":200}}""", "p3 p2")]
    public async Task Old_papers_are_left_out(string dataset, string expected)
    {
        var config = ExpertiseConfig.Deserialize(System.Text.Encoding.UTF8.GetBytes(
            $$"""{"name":"job","model":"bm25","match_group":"X/Reviewers","paper_invitation":"{{Invitation}}","dataset":{{dataset}}}"""));
        Assert.Equal(expected.Split(' '), await IdsAsync(config));
    }

    [Fact]
    public async Task Venues_weigh_papers_and_drop_those_of_no_weight()
    {
        _server.Data.AddVenues("X", "Z");
        foreach (var (id, venue, domain) in new[] { ("q1", "X/Accepted", "X"), ("q2", "Y/2020", "Y"), ("q3", "W", "Z") })
        {
            var note = _server.Data.AddPublication("~Ada1", id, id, "A");
            note["content"]!["venueid"] = venue;
            note["domain"] = domain;
        }

        using var run = new DatasetRun();
        await run.RunAsync(
            GroupAndInvitation with
            {
                Dataset = new DatasetConfig
                {
                    WeightSpecification = Elements(
                        """[{"prefix":"X/","weight":2},{"value":"DBLP.org","weight":0},{"articleSubmittedToOpenReview":true,"weight":0.5}]"""),
                },
            },
            _server);
        Assert.Equal(
            ["q1 2", "q2 1", "q3 0.5"],
            run.Archive("~Ada1").Select(paper => $"{paper["id"]} {paper["content"]!["weight"]!.ToJsonString()}"));
    }

    [Fact]
    public async Task High_bids_can_be_the_expertise()
    {
        _server.Data.AddInvitation("X/-/Bid");
        _server.Data.AddEdge("X/-/Bid", "s1", "~Ada1", "Very High");
        _server.Data.AddEdge("X/-/Bid", "s2", "~Ada1", "Low");
        _server.Data.AddEdge("X/-/Bid", "p1", "~Ada1", "High");
        Assert.Equal(
            ["s1"], await IdsAsync(GroupAndInvitation with { Dataset = new DatasetConfig { BidAsExpertise = true, BidInvitation = "X/-/Bid" } }));
    }

    [Fact]
    public async Task Members_can_be_called_by_their_address()
    {
        using var run = new DatasetRun();
        await run.RunAsync(GroupAndInvitation with { UseEmailIds = true }, _server);
        Assert.Equal(["ada@example.org"], run.Archives);
    }

    [Fact]
    public async Task A_member_named_twice_is_one()
    {
        using var run = new DatasetRun();
        await run.RunAsync(GroupAndInvitation with { ReviewerIds = ["~Ada_Byron1", "Ada@Example.org", "nobody", "~Typo1"] }, _server);
        Assert.Equal(["~Ada1"], run.Archives);
        Assert.Equal(["~Typo1"], run.Metadata["no_profile"]!.AsArray().Select(name => (string?)name));
    }

    [Fact]
    public async Task Members_who_hide_behind_anonymous_groups_are_found()
    {
        _server.Data.AddGroup("Z/Reviewers", "Z/Reviewer_x7Q")["anonids"] = true;
        _server.Data.AddGroup("Z/Reviewer_x7Q", "~Ada1");
        Assert.Equal(["p1", "p2", "p3"], await IdsAsync(GroupAndInvitation with { MatchGroup = ["Z/Reviewers"] }));
    }

    [Fact]
    public async Task Submissions_are_chosen_by_venue_content_and_id()
    {
        Assert.Equal(["s1"], await SubmissionsAsync(GroupAndInvitation with { PaperVenueid = "X/Active" }));
        Assert.Equal(["s2"], await SubmissionsAsync(GroupAndInvitation with { PaperInvitation = null, PaperVenueid = "X/Withdrawn" }));
        Assert.Equal(["s1"], await SubmissionsAsync(GroupAndInvitation with { PaperContent = Fields("""{"track":"theory"}""") }));
        Assert.Equal(["s2"], await SubmissionsAsync(GroupAndInvitation with { PaperContent = Fields("""{"track":null}""") }));
        Assert.Equal(["s2"], await SubmissionsAsync(GroupAndInvitation with { PaperInvitation = null, PaperId = "s2" }));
    }

    [Fact]
    public async Task What_finds_no_papers_says_what_it_looked_for()
    {
        _server.Data.AddInvitation("Y/-/Submission");
        _server.Data.AddGroup("Empty/Group");
        Assert.Equal("No papers found for: invitation_ids: ['Y/-/Submission']", await RefusalAsync(GroupAndInvitation with { PaperInvitation = ["Y/-/Submission"] }));
        Assert.Equal(
            "No papers found for: paper_venueid: V, paper_content: {'track': 'no_track'}",
            await RefusalAsync(GroupAndInvitation with { PaperInvitation = null, PaperVenueid = "V", PaperContent = Fields("""{"track":"no_track"}""") }));
        Assert.Equal(
            "No publications found. Please ensure members have public and published papers attached to their profiles.",
            await RefusalAsync(GroupAndInvitation with { MatchGroup = ["Empty/Group"] }));
        Assert.Equal(
            "No publications found for: submission_groups: ['Empty/Group']",
            await RefusalAsync(GroupAndInvitation with { PaperInvitation = null, AlternateMatchGroup = ["Empty/Group"] }));
    }

    [Fact]
    public async Task What_is_not_there_is_named()
    {
        Assert.Equal("Group not found: No/Group", await RefusalAsync(GroupAndInvitation with { MatchGroup = ["No/Group"] }));
        Assert.Equal("Invitation not found: No/-/Paper", await RefusalAsync(GroupAndInvitation with { PaperInvitation = ["No/-/Paper"] }));
        Assert.Equal("Invitation not found: No/-/Edge", await RefusalAsync(GroupAndInvitation with { ExclusionInv = ["No/-/Edge"] }));
        Assert.Equal("Invitation not found: No/-/Label", await RefusalAsync(GroupAndInvitation with { ExpertiseInv = "No/-/Label" }));
        Assert.Equal("Paper not found: none", await RefusalAsync(GroupAndInvitation with { PaperInvitation = null, PaperId = "none" }));
    }

    private static JsonElement[] Elements(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(element => element.Clone())];
    }

    private static Dictionary<string, JsonElement> Fields(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.EnumerateObject().ToDictionary(field => field.Name, field => field.Value.Clone());
    }

    private async Task<IReadOnlyList<string>> IdsAsync(ExpertiseConfig config)
    {
        using var run = new DatasetRun();
        await run.RunAsync(config, _server);
        return run.Ids("~Ada1");
    }

    private async Task<IEnumerable<string>> SubmissionsAsync(ExpertiseConfig config)
    {
        using var run = new DatasetRun();
        await run.RunAsync(config, _server);
        return run.Submissions.Select(paper => paper.Key);
    }

    private async Task<string> RefusalAsync(ExpertiseConfig config)
    {
        using var run = new DatasetRun();
        return await run.RefusalAsync<WrongInputException>(config, _server);
    }
}
