using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Switchyard.Acceptance.Jobs;

/// <summary>A job as the original's executor reads it: strict, as its models are.</summary>
public sealed partial record ExecutorJob(string Id, string Status, string Operation, string Target)
{
    private static readonly string[] Statuses =
    [
        "queued", "initiated", "validating", "decrypting", "transforming", "pseudonymizing", "enriching", "converting", "partitioning",
        "built", "importing", "completed", "failed",
    ];

    private static readonly string[] Parameters =
        ["operation", "target", "bumpManifesto", "description", "releaseStatus", "bumpFromVersion", "bumpToVersion"];

    private static readonly string[] TimeFormats = ["yyyy-MM-dd'T'HH:mm:ss.ffffff", "yyyy-MM-dd'T'HH:mm:ss"];

    public static ExecutorJob Read(JsonNode json)
    {
        Assert.Equal(["jobId", "status", "parameters", "log", "createdAt", "createdBy"], Names(json));
        var id = (string)json["jobId"]!;
        Assert.Matches(Decimal(), id);
        var status = (string)json["status"]!;
        Assert.Contains(status, Statuses);
        var parameters = json["parameters"]!;
        Assert.Empty(Names(parameters).Except(Parameters));
        var operation = (string)parameters["operation"]!;
        Assert.Contains(operation, Conversation.ManagerOperations.Concat(Conversation.WorkerOperations));
        foreach (var needed in Needed(operation))
        {
            Assert.NotNull(parameters[needed]);
        }

        Assert.Equal(["userId", "firstName", "lastName"], Names(json["createdBy"]!));
        Assert.All(json["createdBy"]!.AsObject(), part => Assert.NotNull((string?)part.Value));
        ReadTimes(json);
        return new ExecutorJob(id, status, operation, (string)parameters["target"]!);
    }

    private static string[] Needed(string operation) => operation switch
    {
        "BUMP" => ["bumpManifesto", "description", "bumpFromVersion", "bumpToVersion"],
        "REMOVE" => ["description"],
        "SET_STATUS" => ["releaseStatus"],
        _ => [],
    };

    private static void ReadTimes(JsonNode json)
    {
        var last = Time((string)json["createdAt"]!);
        foreach (var line in json["log"]!.AsArray())
        {
            Assert.Equal(["at", "message"], Names(line!));
            Assert.NotNull((string?)line!["message"]);
            var at = Time((string)line["at"]!);
            Assert.True(at >= last, $"The log of job {json["jobId"]} is not in order.");
            last = at;
        }
    }

    private static DateTime Time(string text) => DateTime.ParseExact(text, TimeFormats, CultureInfo.InvariantCulture);

    private static IEnumerable<string> Names(JsonNode json) => json.AsObject().Select(member => member.Key);

    [GeneratedRegex("^[1-9][0-9]*$")]
    private static partial Regex Decimal();
}
