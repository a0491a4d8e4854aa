using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Switchyard.Acceptance.Yard;

/// <summary>A node's HTTP as a client of the Tables door and an operator use it.</summary>
public sealed class Door(HttpClient http)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Answer> PostAsync(string path, HttpContent? content = null) => SendAsync(HttpMethod.Post, path, content);

    public Task<Answer> PostAsync(string path, JsonNode body) =>
        SendAsync(HttpMethod.Post, path, new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"));

    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.RelativeOrAbsolute)) { Content = content };
        return await SendAsync(request);
    }

    public async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using var response = await http.SendAsync(request, Cancelled);
        return await Answer.ReadAsync(response, Cancelled);
    }

    /// <summary>Asks for work as <c>curl -X POST '.../getWork?client=...'</c> does; the answer may be held.</summary>
    public Task<Answer> GetWorkAsync(string client) => PostAsync($"/getWork?client={Uri.EscapeDataString(client)}");

    /// <summary>Asks for work and expects to get some.</summary>
    public async Task<Package> TakeAsync(string client) => new((await GetWorkAsync(client)).Is(HttpStatusCode.OK).Json);

    public Task<Answer> StoreResultAsync(string table, string client, string body) => StoreResultAsync(table, client, Encoding.UTF8.GetBytes(body));

    public Task<Answer> StoreResultAsync(string table, string client, byte[] body) => PutAsync("storeResult", table, client, body);

    public Task<Answer> StoreErrorAsync(string table, string client, string text) =>
        PutAsync("storeError", table, client, Encoding.UTF8.GetBytes(text));

    public async Task<JsonNode> StatsAsync() => (await PostAsync("/getStats")).Is(HttpStatusCode.OK).Json;

    /// <summary>The lines of a submission, or of what is missing in it.</summary>
    public async Task<IReadOnlyList<string>> SubmissionAsync(string task, bool missing = false)
    {
        var text = (await GetAsync($"/downloadSubmission/{task}{(missing ? "/missing" : "")}")).Is(HttpStatusCode.OK).Text;
        Assert.True(text.Length == 0 || text[^1] == '\n', "The file does not end with a line's end.");
        return text.Split('\n')[..^1];
    }

    /// <summary>The entries of a zip; none when there is no zip yet.</summary>
    public async Task<IReadOnlyList<(string Name, byte[] Body)>> ZipAsync(string path)
    {
        var answer = await GetAsync(path);
        if (answer.Status == HttpStatusCode.NotFound)
        {
            return [];
        }

        Assert.Equal("application/zip", answer.Is(HttpStatusCode.OK).Type);
        using var zip = new ZipArchive(new MemoryStream(answer.Body));
        return [.. zip.Entries.Select(Read)];

        static (string, byte[]) Read(ZipArchiveEntry entry)
        {
            using var content = entry.Open();
            using var bytes = new MemoryStream();
            content.CopyTo(bytes);
            return (entry.FullName, bytes.ToArray());
        }
    }

    /// <summary>Waits for the end of an import.</summary>
    public Task<JsonNode> ImportedAsync() => Eventually.AskAsync(
        async () => (await GetAsync("/api/v1/tables/import")).Is(HttpStatusCode.OK).Json,
        import => (string?)import["phase"] is "finished" or "failed");

    /// <summary>One table as the operator API tells it: item, mappings, assignments.</summary>
    public async Task<JsonNode> TableAsync(string name) =>
        (await GetAsync($"/api/v1/tables/items/{Uri.EscapeDataString(name)}")).Is(HttpStatusCode.OK).Json;

    /// <summary>All work items, page by page.</summary>
    public async Task<IReadOnlyList<JsonNode>> AllWorkAsync(string query = "")
    {
        var items = new List<JsonNode>();
        string? next = null;
        do
        {
            var page = (await GetAsync($"/api/v1/work?limit=500{query}{(next is null ? "" : $"&after={Uri.EscapeDataString(next)}")}")).Is(HttpStatusCode.OK).Json;
            items.AddRange(page["items"]!.AsArray().Select(item => item!));
            next = (string?)page["next"];
        }
        while (next is not null);
        return items;
    }

    /// <summary>As <c>curl -X PUT --data-binary @file</c>: the type of a form, whatever the body is.</summary>
    private Task<Answer> PutAsync(string route, string table, string client, byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
        return SendAsync(HttpMethod.Put, $"/{route}/{Uri.EscapeDataString(table)}/?client={Uri.EscapeDataString(client)}", content);
    }
}
