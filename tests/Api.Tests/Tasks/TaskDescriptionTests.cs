using Switchyard.Yard;

namespace Switchyard.Tasks;

/// <summary>Bodies that are read by hand are described all the same.</summary>
public sealed class TaskDescriptionTests(YardCluster cluster) : TasksTest(cluster)
{
    [Theory]
    [InlineData("/api/v1/tasks", "post")]
    [InlineData("/api/v1/tasks/claim", "post")]
    [InlineData("/api/v1/tasks/renew", "post")]
    [InlineData("/api/v1/tasks/complete", "post")]
    [InlineData("/api/v1/tasks/fail", "post")]
    [InlineData("/api/v1/queues/{queue}", "put")]
    [InlineData("/api/v1/schedules/{name}", "put")]
    public async Task A_route_says_what_it_takes_and_answers(string path, string method)
    {
        var operation = Json((await SendAsync("GET", "/openapi/v1.json", null)).Body)["paths"]![path]![method]!;

        Assert.NotNull(operation["requestBody"]!["content"]!["application/json"]!["schema"]);
        Assert.NotEmpty((string?)operation["summary"] ?? "");
        Assert.Contains("Tasks", operation["tags"]!.AsArray().Select(tag => (string?)tag));
        Assert.NotNull(operation["responses"]!["200"]!["content"]!["application/json"]!["schema"]);
    }
}
