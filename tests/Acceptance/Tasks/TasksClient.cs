using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Switchyard.Acceptance.Yard;

namespace Switchyard.Acceptance.Tasks;

/// <summary>The routes of tasks, as any program uses them. Bodies are texts, to be sent as they are.</summary>
public sealed class TasksClient(Door door)
{
    private static int _queues;

    /// <summary>A name that no other test uses.</summary>
    public static string NewQueue() => $"queue-{Interlocked.Increment(ref _queues)}";

    public Door Door => door;

    public Task<Answer> PostAsync(string path, string body, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, body, headers);

    public Task<Answer> PostLinesAsync(string body, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, "/tasks", body, headers, "application/x-ndjson");

    public Task<Answer> PutAsync(string path, string body) => SendAsync(HttpMethod.Put, path, body, []);

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null, []);

    public Task<Answer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null, []);

    public async Task<JsonNode> ShowAsync(string path) => (await GetAsync(path)).Is(HttpStatusCode.OK).Json;

    /// <summary>Submits one task and answers its id.</summary>
    /// <param name="more">Further members, such as <c>"priority": 5</c>.</param>
    public async Task<string> SubmitAsync(string queue, string payload = "null", string more = "")
    {
        var body = $$"""{"queue":"{{queue}}","payload":{{payload}}{{(more.Length > 0 ? "," : "")}}{{more}}}""";
        return IdOf((await PostAsync("/tasks", body)).Is(HttpStatusCode.Created).Json);
    }

    /// <summary>Claims and answers the items.</summary>
    /// <param name="wait">Seconds; 0: does not wait.</param>
    public async Task<JsonNode[]> ClaimAsync(string queue, int max = 1, string? lease = null, int wait = 0, string worker = "w")
    {
        var body = $$"""{"worker":"{{worker}}","queues":["{{queue}}"],"max":{{max}}{{(lease is null ? "" : $",\"lease\":{lease}")}}}""";
        (string, string)[] headers = wait > 0 ? [("Prefer", $"wait={wait}")] : [];
        return [.. (await PostAsync("/tasks/claim", body, headers)).Is(HttpStatusCode.OK).Json["items"]!.AsArray().Select(item => item!)];
    }

    /// <summary>Claims one task, which must come in time.</summary>
    public async Task<JsonNode> TakeAsync(string queue, string? lease = null, string worker = "w") =>
        Assert.Single(await ClaimAsync(queue, 1, lease, wait: 20, worker));

    /// <summary>Says something of one claimed task; answers its item.</summary>
    /// <param name="act">"renew", "complete" or "fail".</param>
    /// <param name="more">Further members, such as <c>"error": "no"</c>.</param>
    public async Task<JsonNode> ActAsync(string act, JsonNode claimed, string more = "")
    {
        var item = $$"""{"id":{{claimed["id"]!.ToJsonString()}},"leaseNumber":{{claimed["leaseNumber"]!.ToJsonString()}}{{(more.Length > 0 ? "," : "")}}{{more}}}""";
        var told = (await PostAsync($"/tasks/{act}", $$"""{"items":[{{item}}]}""")).Is(HttpStatusCode.OK).Json;
        var only = Assert.Single(told["items"]!.AsArray())!;
        Assert.Equal(IdOf(claimed), IdOf(only));
        return only;
    }

    /// <summary>The outcome of one act.</summary>
    public async Task<string> OutcomeAsync(string act, JsonNode claimed, string more = "") => (string)(await ActAsync(act, claimed, more))["outcome"]!;

    public Task<JsonNode> TaskAsync(string id) => ShowAsync($"/tasks/{id}");

    public async Task<string> StatusAsync(string id) => (string)(await TaskAsync(id))["status"]!;

    /// <summary>Waits until the task has ended.</summary>
    public Task<JsonNode> EndAsync(string id) => Eventually.AskAsync(
        () => ShowAsync($"/tasks/{id}?wait=20"), task => (string)task["status"]! is not ("queued" or "running"));

    /// <summary>An id as it stands in a path, whatever its JSON is.</summary>
    public static string IdOf(JsonNode item) => item["id"]!.ToString();

    public static IEnumerable<string> IdsOf(IEnumerable<JsonNode?> items) => items.Select(item => IdOf(item!));

    private async Task<Answer> SendAsync(HttpMethod method, string path, string? body, (string Name, string Value)[] headers, string type = "application/json")
    {
        using var request = new HttpRequestMessage(method, "/api/v1" + path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, type);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await door.SendAsync(request);
    }
}
