using System.Net;
using System.Text.RegularExpressions;
using Switchyard.Jobs;
using Switchyard.Tasks;
using Switchyard.Yard;

namespace Switchyard.Hosting;

/// <summary>All routes under <c>/api/v1</c> speak alike: the description says which there are.</summary>
public sealed partial class DialectTests(YardCluster cluster) : TasksTest(cluster)
{
    /// <summary>Answers of one thing, and the list that clients of 0.1 read as it is.</summary>
    private static readonly string[] NoLists =
        ["/api/v1/events", "/api/v1/tables/statistics", "/api/v1/tables/import", "/api/v1/jobs/maintenance", "/api/v1/sources"];

    /// <summary>Conditions that any text can meet.</summary>
    private static readonly string[] AnyText =
        ["queue", "owner", "target", "worker", "tag", "error", "name", "groupKey", "who"];

    [Fact]
    public async Task Lists_are_items_and_next()
    {
        var lists = (await OperationsAsync())
            .Where(operation => operation.Method == "get" && !operation.Path.Contains('{') && !NoLists.Contains(operation.Path))
            .ToList();
        Assert.True(lists.Count >= 9, $"There are {lists.Count} lists.");

        foreach (var list in lists)
        {
            var (status, body) = await SendAsync("GET", list.Path, null);
            Assert.True(status == HttpStatusCode.OK, $"{list.Path}: {status}");
            Assert.True(Json(body).AsObject() is var page && page.ContainsKey("items") && page.ContainsKey("next"), $"{list.Path}: {body}");
        }
    }

    [Fact]
    public async Task A_parameter_that_says_nothing_is_refused()
    {
        var count = 0;
        foreach (var operation in (await OperationsAsync()).Where(operation => operation.Method == "get"))
        {
            var path = await FillAsync(operation.Path);
            foreach (var parameter in operation.Query.Where(name => !AnyText.Contains(name) && path is not null))
            {
                // A cursor of names is any name.
                if (parameter != "after" || operation.Path != "/api/v1/queues")
                {
                    await AssertRefusedAsync("GET", $"{path}?{parameter}=%7Enonsense", null);
                    count++;
                }
            }
        }

        Assert.True(count >= 30, $"There were {count} parameters.");
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[[1]]")]
    [InlineData("""{"nonsense":1}""")]
    [InlineData("\"text\"")]
    public async Task A_body_that_says_nothing_is_refused(string body)
    {
        var count = 0;
        foreach (var operation in (await OperationsAsync()).Where(operation => operation.TakesJson))
        {
            // An array of tasks is answered one by one.
            if ((operation.Path, body[0]) != ("/api/v1/tasks", '[') && await FillAsync(operation.Path) is { } path)
            {
                await AssertRefusedAsync(operation.Method.ToUpperInvariant(), path, body);
                count++;
            }
        }

        Assert.True(count >= 15, $"There were {count} bodies.");
    }

    [Theory]
    [InlineData("60")]
    [InlineData("\"PT60S\"")]
    [InlineData("\"00:01:00\"")]
    public async Task A_span_is_told_in_each_of_its_forms(string span)
    {
        var job = await Yard.Jobs.LeaseAsync($"SPAN_{Guid.NewGuid():N}", "w", 1);

        var (status, body) = await SendAsync("POST", $"/api/v1/jobs/{job.Id}/renew", $$"""{"leaseNumber":1,"lease":{{span}}}""");

        Assert.True(status == HttpStatusCode.OK, body);
        var held = Json(body);
        Assert.InRange((DateTimeOffset)held["leaseExpiresAt"]! - TimeProvider.System.GetUtcNow(), TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(61));
        Assert.Equal((job.Id, $"{job.Id}"), ((long)held["id"]!, (string?)held["jobId"]));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(\+00:00|Z)$", (string)held["createdAt"]!);
    }

    /// <summary>A problem of the sender's, in words of the API.</summary>
    private async Task AssertRefusedAsync(string method, string path, string? body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = body is null ? null : new StringContent(body, mediaType: new("application/json"));
        using var answer = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancelled);
        var text = answer.Content.Headers.ContentType?.MediaType == "text/event-stream" ? "a stream" : await answer.Content.ReadAsStringAsync(Cancelled);
        var told = $"{method} {path} {body}: {answer.StatusCode} {text}";
        Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, told);
        Assert.True(answer.Content.Headers.ContentType!.MediaType == "application/problem+json", told);
        var problem = Json(text);
        Assert.True((string?)problem["type"] == "urn:switchyard:problem:invalid-request", told);
        Assert.True((string?)problem["requestId"] == Assert.Single(answer.Headers.GetValues("X-Request-ID")), told);
        Assert.False(NamesOfTypes().IsMatch((string)problem["detail"]!), told);
    }

    /// <summary>With ids of things that there are; null: of this sort there is none.</summary>
    private async Task<string?> FillAsync(string path)
    {
        if (path.Contains("{id}", StringComparison.Ordinal))
        {
            path = path.StartsWith("/api/v1/jobs", StringComparison.Ordinal)
                ? path.Replace("{id}", $"{(await Yard.Jobs.AddAsync($"DIALECT_{Guid.NewGuid():N}", JobStatus.Built)).Id}", StringComparison.Ordinal)
                : path.StartsWith("/api/v1/tickets", StringComparison.Ordinal) ? "{"
                : path.Replace("{id}", $"{await AddAsync()}", StringComparison.Ordinal);
        }

        path = path.Replace("{queue}", Queue, StringComparison.Ordinal).Replace("/schedules/{name}", $"/schedules/{Queue}", StringComparison.Ordinal);
        return path.Contains('{') ? null : path;
    }

    private async Task<IReadOnlyList<Operation>> OperationsAsync()
    {
        await AddAsync();
        var document = Json((await SendAsync("GET", "/openapi/v1.json", null)).Body);
        return
        [
            .. from path in document["paths"]!.AsObject()
               where path.Key.StartsWith("/api/v1/", StringComparison.Ordinal)
               from method in path.Value!.AsObject()
               select new Operation(
                   method.Key,
                   path.Key,
                   [.. (method.Value!["parameters"]?.AsArray() ?? []).Where(one => (string?)one!["in"] == "query").Select(one => (string)one!["name"]!)],
                   method.Value["requestBody"]?["content"]?["application/json"] is not null),
        ];
    }

    private sealed record Operation(string Method, string Path, IReadOnlyList<string> Query, bool TakesJson);

    [GeneratedRegex(@"Switchyard\.|System\.|Nullable|Int32|Int64|\.NET|JSON property|TimeSpan|DateTimeOffset|BytePosition|\w\+\w")]
    private static partial Regex NamesOfTypes();
}
