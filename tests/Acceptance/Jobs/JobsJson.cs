using System.Text;
using System.Text.Json.Nodes;

namespace Switchyard.Acceptance.Jobs;

internal static class JobsJson
{
    public static StringContent Content(JsonNode body) => Content(body.ToJsonString());

    /// <summary>Also for what is no JSON.</summary>
    public static StringContent Content(string body) => new(body, Encoding.UTF8, "application/json");

    public static IReadOnlyList<string> LogOf(JsonNode job) => [.. job["log"]!.AsArray().Select(line => (string)line!["message"]!)];
}
