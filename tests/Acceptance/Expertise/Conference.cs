using System.Text.Json.Nodes;
using Switchyard.Servers.OpenReview;

namespace Switchyard.Acceptance.Expertise;

/// <summary>A small conference at OpenReview: three reviewers, two submissions, and who asks.</summary>
internal static class Conference
{
    public const string AnnsToken = "anns-s3cret-token";
    public const string BobsToken = "bobs-s3cret-token";
    public const string Group = "Conf/Reviewers";
    public const string Submissions = "Conf/-/Submission";

    public static void Fill(OpenReviewData data)
    {
        data.AddProfile("~Ann_Chair1", token: AnnsToken);
        data.AddProfile("~Bob_Chair1", token: BobsToken);
        data.AddGroup(Group, "~Rail_Expert1", "~Bird_Expert1", "~Boat_Expert1");
        foreach (var (member, paper, text) in new[]
        {
            ("~Rail_Expert1", "p1", "signals by rails"), ("~Bird_Expert1", "p2", "nests with wings"), ("~Boat_Expert1", "p3", "sails or oars"),
        })
        {
            data.AddProfile(member);
            data.AddPublication(member, paper, "A title", text);
        }

        data.AddSubmission(Submissions, "s1", "On rails", "rails crossing");
        data.AddSubmission(Submissions, "s2", "On nests", "nests everywhere");
    }

    /// <summary>A request of the newest clients.</summary>
    public static JsonObject Request(string name, string model = "bm25") => new()
    {
        ["name"] = name,
        ["entityA"] = new JsonObject { ["type"] = "Group", ["memberOf"] = Group },
        ["entityB"] = new JsonObject { ["type"] = "Note", ["invitation"] = Submissions },
        ["model"] = new JsonObject { ["name"] = model, ["useTitle"] = false },
    };

    /// <summary>A configuration of the seed's clients.</summary>
    public static JsonObject Config(string name, string model = "bm25") => new()
    {
        ["name"] = name,
        ["match_group"] = Group,
        ["paper_invitation"] = Submissions,
        ["model"] = model,
        ["model_params"] = new JsonObject { ["scores_path"] = "./", ["use_title"] = false, ["use_abstract"] = true },
    };

    /// <summary>A job that asks OpenReview for nothing.</summary>
    public static JsonObject CsvConfig(string name, string model = "bm25") => new()
    {
        ["name"] = name,
        ["model"] = model,
        ["csv_expertise"] = new JsonArray("~Rail_Expert1,p1,A title,signals by rails", "~Bird_Expert1,p2,A title,nests with wings", "~Boat_Expert1,p3,A title,sails or oars"),
        ["csv_submissions"] = new JsonArray("s1,On rails,rails crossing", "s2,On nests,nests everywhere"),
    };

    /// <summary>The best member of each submission, of rows as the seed's clients read them.</summary>
    public static IReadOnlyDictionary<string, string> Best(JsonNode results, string submission = "submission", string member = "user") => results["results"]!.AsArray()
        .GroupBy(row => (string)row![submission]!)
        .ToDictionary(rows => rows.Key, rows => (string)rows.MaxBy(row => (double)row!["score"]!)![member]!);
}
