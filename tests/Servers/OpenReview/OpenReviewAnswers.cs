using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Switchyard.Servers.OpenReview;

/// <summary>What OpenReview answers to a request.</summary>
internal sealed class OpenReviewAnswers(OpenReviewData data)
{
    private const int LargestPage = 1000;

    public (int Status, JsonObject Answer) To(string method, string path, IQueryCollection query, string? authorization, string body) =>
        (method, path) switch
        {
            ("GET", "/profiles") => Own(authorization),
            ("POST", "/profiles/search") => Found("profiles", Search(JsonNode.Parse(body)!.AsObject())),
            ("GET", "/groups") when query.ContainsKey("prefix") => Found("groups", data.GroupsBeginning(query["prefix"].ToString())),
            ("GET", "/groups") => OneOf("groups", data.Group(query["id"].ToString()), $"Group Not Found: {query["id"]}"),
            ("GET", "/invitations") =>
                OneOf("invitations", data.Invitation(query["id"].ToString()), $"The Invitation {query["id"]} was not found"),
            ("GET", "/notes") => Notes(query),
            ("POST", "/notes/search") => Found("notes", data.Notes.Where(note => Names(JsonNode.Parse(body)!["ids"], Text(note["id"])))),
            ("GET", "/edges") => Edges(query),
            _ => Error(404, "NotFoundError", $"The route {method} {path} was not found"),
        };

    private (int Status, JsonObject Answer) Own(string? authorization)
    {
        const string Scheme = "Bearer ";
        return authorization is not null && authorization.StartsWith(Scheme, StringComparison.Ordinal)
            && data.ProfileOf(authorization[Scheme.Length..]) is { } profile
                ? Found("profiles", [profile])
                : Error(401, "TokenInvalidError", "Invalid token");
    }

    private IEnumerable<JsonObject> Search(JsonObject search) => data.Profiles.Where(profile => search.ContainsKey("ids")
        ? profile["content"]!["names"]!.AsArray().Any(name => Names(search["ids"], Text(name!["username"])))
        : profile["content"]!["emailsConfirmed"]!.AsArray().Any(email => Names(search["confirmedEmails"], Text(email))));

    private (int Status, JsonObject Answer) Notes(IQueryCollection query)
    {
        if (query.TryGetValue("invitation", out var invitation) && data.Invitation(invitation.ToString()) is null)
        {
            return Error(404, "NotFoundError", $"The Invitation {invitation} was not found");
        }

        List<JsonObject> notes = [.. data.Notes.Where(note => query.All(condition => Fits(note, condition.Key, condition.Value.ToString())))];
        return query.ContainsKey("id") && notes.Count == 0 ? Error(404, "NotFoundError", $"The Note {query["id"]} was not found") : Page("notes", notes, query);
    }

    private (int Status, JsonObject Answer) Edges(IQueryCollection query)
    {
        var invitation = query["invitation"].ToString();
        if (data.Invitation(invitation) is null)
        {
            return Error(404, "NotFoundError", $"The Invitation {invitation} was not found");
        }

        var tail = query["tail"].ToString();
        List<JsonObject> edges = [.. data.Edges.Where(edge => Text(edge["invitation"]) == invitation && (tail.Length == 0 || Text(edge["tail"]) == tail))];
        return query["groupBy"] == "tail"
            ? Found("groupedEdges", edges.GroupBy(edge => Text(edge["tail"])).Select(grouped => new JsonObject
            {
                ["id"] = new JsonObject { ["tail"] = grouped.Key },
                ["values"] = Array(grouped),
            }))
            : Page("edges", edges, query);
    }

    private static bool Fits(JsonObject note, string name, string wanted) => name switch
    {
        "limit" or "offset" => true,
        "id" => Text(note["id"]) == wanted,
        "invitation" => Text(note["invitation"]) == wanted || Names(note["invitations"], wanted),
        _ when name.StartsWith("content.", StringComparison.Ordinal) => Has(note["content"]?[name["content.".Length..]], wanted),
        _ => false,
    };

    private static bool Has(JsonNode? field, string wanted) => field switch
    {
        JsonObject wrapped => Has(wrapped["value"], wanted),
        JsonArray => Names(field, wanted),
        _ => Text(field) == wanted,
    };

    private static bool Names(JsonNode? list, string? wanted) => list is JsonArray texts && texts.Any(text => Text(text) == wanted);

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static (int Status, JsonObject Answer) Page(string name, List<JsonObject> all, IQueryCollection query)
    {
        var limit = Math.Min(LargestPage, Number(query["limit"].ToString(), LargestPage));
        var (status, answer) = Found(name, all.Skip(Number(query["offset"].ToString(), 0)).Take(limit));
        answer["count"] = all.Count;
        return (status, answer);
    }

    private static int Number(string text, int otherwise) => int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private static (int Status, JsonObject Answer) OneOf(string name, JsonObject? found, string notFound) =>
        found is null ? Error(404, "NotFoundError", notFound) : Found(name, [found]);

    private static (int Status, JsonObject Answer) Found(string name, IEnumerable<JsonObject> found) => (200, new JsonObject { [name] = Array(found) });

    // Copies: a node has one parent.
    private static JsonArray Array(IEnumerable<JsonObject> items) => new([.. items.Select(item => item.DeepClone())]);

    private static (int Status, JsonObject Answer) Error(int status, string name, string message) =>
        (status, new JsonObject { ["name"] = name, ["message"] = message, ["status"] = status });
}
