using System.Text.Json.Nodes;
using Switchyard.Servers.OpenReview;

namespace Switchyard.Chaos.Loads.Expertise;

/// <summary>A small conference at OpenReview, and how its chairs ask for scores.</summary>
internal static class Conference
{
    private const string Group = "Conf/Reviewers";
    private const string Submissions = "Conf/-/Submission";

    private static readonly (string Member, string Paper, string Text)[] Publications =
    [
        ("~Rail_Expert1", "p1", "signals by rails"),
        ("~Bird_Expert1", "p2", "nests with wings"),
        ("~Boat_Expert1", "p3", "sails or oars"),
        ("~Boat_Expert1", "p4", "rails of a boat, and nests of gulls"),
    ];

    private static readonly (string Paper, string Title, string Text)[] Papers =
        [("s1", "On rails", "rails crossing"), ("s2", "On nests", "nests everywhere"), ("s3", "On oars", "oars and sails")];

    public static void Fill(OpenReviewData data, int chairs)
    {
        for (var chair = 0; chair < chairs; chair++)
        {
            data.AddProfile($"~Chair_Number{chair + 1}", token: TokenOf(chair));
        }

        var members = Publications.Select(publication => publication.Member).Distinct().ToArray();
        data.AddGroup(Group, members);
        Array.ForEach(members, member => data.AddProfile(member));
        Array.ForEach(Publications, publication => data.AddPublication(publication.Member, publication.Paper, "A title", publication.Text));
        Array.ForEach(Papers, paper => data.AddSubmission(Submissions, paper.Paper, paper.Title, paper.Text));
    }

    public static string TokenOf(int chair) => $"token-of-chair-{chair}";

    /// <summary>As the newest clients ask. Of one name and chair, a second one is refused while the first has not ended.</summary>
    public static JsonObject Newest(string name) => new()
    {
        ["name"] = name,
        ["entityA"] = new JsonObject { ["type"] = "Group", ["memberOf"] = Group },
        ["entityB"] = new JsonObject { ["type"] = "Note", ["invitation"] = Submissions },
        ["model"] = new JsonObject { ["name"] = "bm25", ["useTitle"] = false },
    };

    /// <summary>As the seed's clients ask: as often as they like.</summary>
    public static JsonObject Seed(string name) => new()
    {
        ["config"] = new JsonObject
        {
            ["name"] = name,
            ["match_group"] = Group,
            ["paper_invitation"] = Submissions,
            ["model"] = "bm25",
            ["model_params"] = new JsonObject { ["scores_path"] = "./", ["use_title"] = false, ["use_abstract"] = true },
        },
    };
}
