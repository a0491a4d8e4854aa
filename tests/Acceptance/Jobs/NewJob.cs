using System.Text.Json.Nodes;

namespace Switchyard.Acceptance.Jobs;

/// <summary>Items of <c>POST /jobs</c>, as the platform's UI sends them.</summary>
internal static class NewJob
{
    public const string Datastore = "DATASTORE";

    private static int _last;

    /// <summary>A dataset that no other test names.</summary>
    public static string Target(string of = "DATASET") => $"{of}_{Interlocked.Increment(ref _last)}";

    /// <summary>Whatever the operation needs is there.</summary>
    public static JsonObject Of(string operation, string target) => operation switch
    {
        "BUMP" => Bump("1.0.0.0", "1.1.0.0"),
        "REMOVE" => new() { ["operation"] = operation, ["target"] = target, ["description"] = "No longer used" },
        "SET_STATUS" => new() { ["operation"] = operation, ["target"] = target, ["releaseStatus"] = "PENDING_RELEASE" },
        _ => new() { ["operation"] = operation, ["target"] = target },
    };

    public static JsonObject Bump(string from, string to, params IEnumerable<(string Name, string ReleaseStatus)> updates) => new()
    {
        ["operation"] = "BUMP",
        ["target"] = Datastore,
        ["description"] = "A new version",
        ["bumpManifesto"] = new JsonObject
        {
            ["version"] = to,
            ["description"] = "A draft",
            ["releaseTime"] = 1_718_000_000,
            ["languageCode"] = "no",
            ["updateType"] = "MINOR",
            ["dataStructureUpdates"] = new JsonArray([.. updates.Select(update => new JsonObject
            {
                ["name"] = update.Name,
                ["description"] = "d",
                ["operation"] = update.ReleaseStatus == "PENDING_DELETE" ? "REMOVE" : "ADD",
                ["releaseStatus"] = update.ReleaseStatus,
            })]),
        },
        ["bumpFromVersion"] = from,
        ["bumpToVersion"] = to,
    };
}
