using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Switchyard.Cli.Http;
using Switchyard.Client.Http;

namespace Switchyard.Cli.House;

/// <summary>How the whole house stands.</summary>
/// <param name="IsReady">Whether the node that was asked serves.</param>
/// <param name="Health">What it says of itself.</param>
internal sealed record Picture(bool IsReady, string Health, IReadOnlyList<JsonElement> Queues, IReadOnlyList<JsonElement> Sources, IReadOnlyList<JsonElement> Nodes)
{
    private const string AllQueues = "queues?limit=1000";

    /// <exception cref="SwitchyardException">The node is well, and refuses.</exception>
    /// <exception cref="HttpRequestException">The node was not reached.</exception>
    public static async Task<Picture> ReadAsync(Api api, CancellationToken cancellationToken)
    {
        using var answer = await api.Client.Transport.SendAsync(
            new(HttpMethod.Get, "health/ready") { Expected = [HttpStatusCode.ServiceUnavailable] }, cancellationToken);
        var isReady = answer.Message.IsSuccessStatusCode;
        var health = HealthOf(await answer.Message.Content.ReadAsStringAsync(cancellationToken));
        try
        {
            var (queues, sources, nodes) = (
                api.GetAsync(Paths.Of(AllQueues), cancellationToken), api.GetAsync(Paths.Of("sources"), cancellationToken), api.GetAsync(Paths.Of("nodes"), cancellationToken));
            await Task.WhenAll(queues, sources, nodes);
            return new(isReady, health, [.. (await queues).Items], [.. (await sources).Items], [.. (await nodes).Items]);
        }
        catch (Exception e) when (!isReady && e is SwitchyardException { Status: >= HttpStatusCode.InternalServerError } or HttpRequestException)
        {
            // It said that it is not well: that is what there is to show.
            return new(isReady, health, [], [], []);
        }
    }

    public IReadOnlyList<Concern> Concerns => field ??= Concern.Of(this);

    /// <summary>Whether work goes on everywhere.</summary>
    public bool IsWell => !Concerns.Any(concern => concern.IsGrave);

    /// <summary>For programs.</summary>
    public string ToJson() => new JsonObject
    {
        ["well"] = IsWell,
        ["ready"] = IsReady,
        ["health"] = Health,
        ["concerns"] = new JsonArray([.. Concerns.Select(concern => new JsonObject { ["text"] = concern.Text, ["grave"] = concern.IsGrave })]),
        ["queues"] = ListOf(Queues),
        ["sources"] = ListOf(Sources),
        ["nodes"] = ListOf(Nodes),
    }.ToJsonString();

    private static JsonArray ListOf(IReadOnlyList<JsonElement> elements) => new([.. elements.Select(element => (JsonNode?)JsonObject.Create(element))]);

    private static string HealthOf(string body)
    {
        try
        {
            return Answer.Parse(body) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : body;
        }
        catch (JsonException)
        {
            return body;
        }
    }
}
