using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Switchyard.Auth;
using Switchyard.Yard;

namespace Switchyard.Tasks;

/// <summary>A front end with the Tasks door. Each test has a queue of its own.</summary>
public abstract class TasksTest(YardCluster cluster) : AuthTest(cluster)
{
    protected const string Tasks = "/api/v1/tasks";

    protected override (string Key, string Value)[] Settings => [];

    protected string Queue { get; } = $"q-{Guid.NewGuid():N}";

    protected async Task<(HttpStatusCode Status, JsonNode Body)> PostAsync(string path, string body, params (string Name, string Value)[] headers)
    {
        var (status, text) = await SendAsync("POST", path, body, headers);
        return (status, text.Length == 0 ? new JsonObject() : Json(text));
    }

    /// <summary>A task that is stored.</summary>
    /// <param name="more">Members, each with a comma before it.</param>
    protected async Task<long> AddAsync(string payload = "1", string more = "")
    {
        var (status, task) = await PostAsync(Tasks, $$"""{"queue":"{{Queue}}","payload":{{payload}}{{more}}}""");
        Assert.Equal(HttpStatusCode.Created, status);
        return (long)task["id"]!;
    }

    protected async Task<JsonArray> ClaimAsync(int max = 1, string more = "", params (string Name, string Value)[] headers)
    {
        var (status, claimed) = await PostAsync($"{Tasks}/claim", $$"""{"worker":"w","queues":["{{Queue}}"],"max":{{max}}{{more}}}""", headers);
        Assert.Equal(HttpStatusCode.OK, status);
        return claimed["items"]!.AsArray();
    }

    /// <summary>A task that a worker holds.</summary>
    protected async Task<(long Id, long LeaseNumber)> HoldAsync(string more = "")
    {
        await AddAsync(more: more);
        var task = Assert.Single(await ClaimAsync())!;
        return ((long)task["id"]!, (long)task["leaseNumber"]!);
    }

    /// <summary>What is answered for the one act of a batch.</summary>
    protected async Task<JsonNode> ActAsync(string act, long id, long leaseNumber, string more = "")
    {
        var (status, body) = await PostAsync($"{Tasks}/{act}", $$"""{"items":[{"id":{{id}},"leaseNumber":{{leaseNumber}}{{more}}}]}""");
        Assert.Equal(HttpStatusCode.OK, status);
        return Assert.Single(body["items"]!.AsArray())!;
    }

    protected async Task<JsonNode> GetAsync(long id) => Json((await SendAsync("GET", $"{Tasks}/{id}", null)).Body);

    protected static HttpContent Lines(params IEnumerable<string> lines) =>
        new StringContent(string.Join('\n', lines), Encoding.UTF8, new System.Net.Http.Headers.MediaTypeHeaderValue("application/x-ndjson"));
}
