using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Switchyard.Blobs;
using Switchyard.Tables;
using Switchyard.Yard;

namespace Switchyard.Hosting;

public sealed class HostingTests(YardCluster cluster) : YardTest(cluster)
{
    [Fact]
    public async Task Health_is_told_in_json_strings()
    {
        Assert.Equal("\"I'm alive!\"", await Client.GetStringAsync("/health/alive", Cancelled));
        Assert.Equal("\"I'm ready!\"", await Client.GetStringAsync("/health/ready", Cancelled));
    }

    [Fact]
    public async Task A_node_that_is_not_ready_says_why()
    {
        await using var node = await FrontEnd.StartAsync(Yard, services => services.AddSingleton<INodeReadiness, NotReady>());

        var answer = await node.Client.GetAsync("/health/ready", Cancelled);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("\"Not ready: no storage\"", await answer.Content.ReadAsStringAsync(Cancelled));
        Assert.Equal(HttpStatusCode.OK, (await node.Client.GetAsync("/health/alive", Cancelled)).StatusCode);
    }

    [Fact]
    public async Task What_fails_while_the_node_is_not_ready_says_why()
    {
        await using var node = await FrontEnd.StartAsync(Yard, services => services
            .AddSingleton<INodeReadiness, NotReady>()
            .AddSingleton<IBlobStore, FullStore>());
        using var form = new MultipartFormDataContent
        {
            { new StringContent(YardSource.Service), "service" },
            { new ByteArrayContent([1, 2, 3]), "payload", "any.tar.gz" },
        };

        var answer = await node.Client.PostAsync("/api/v1/tickets", form, Cancelled);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(
            "The node cannot answer just now: no storage. Try again shortly.",
            (string?)(await answer.Content.ReadFromJsonAsync<JsonNode>(Cancelled))!["detail"]);
    }

    [Fact]
    public async Task An_unknown_path_is_a_page_with_404()
    {
        var answer = await Client.GetAsync("/nothing", Cancelled);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("text/html; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal("default-src 'none'; frame-ancestors 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.False(answer.Headers.Contains("Server"));
        Assert.StartsWith(
            "<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n",
            await answer.Content.ReadAsStringAsync(Cancelled),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_escapes_what_it_quotes() =>
        Assert.Contains("<p>&lt;script&gt;</p>", ErrorPage.Render(400, "<script>"), StringComparison.Ordinal);

    [Fact]
    public async Task A_doors_own_port_serves_its_routes_alone()
    {
        using var ended = Yard.Faults.On<ICampaignGrain>(
            nameof(ICampaignGrain.GetWorkAsync),
            call => call.Argument<string>(0) == "door",
            call =>
            {
                call.Answer = new GetWorkResult(GetWorkStatus.Finished, null);
                return Task.CompletedTask;
            });
        await using var node = await FrontEnd.StartAsync(Yard, services: null, ("Doors:Tables:Url", "http://127.0.0.1:0"));
        using var door = FrontEnd.ClientOf(node.App.Urls.Last());

        Assert.Equal("/test", await door.GetStringAsync("/test", Cancelled));
        Assert.Equal(HttpStatusCode.Gone, (await door.PostAsync("/getWork?client=door", null, Cancelled)).StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await door.GetAsync("/getWork", Cancelled)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await door.GetAsync("/health/alive", Cancelled)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await door.GetAsync("/api/v1/work", Cancelled)).StatusCode);
        var root = await door.GetAsync("/", Cancelled);
        Assert.Equal(HttpStatusCode.Redirect, root.StatusCode);
        Assert.Equal(node.Client.BaseAddress, root.Headers.Location);
        Assert.Equal(HttpStatusCode.OK, (await node.Client.GetAsync("/", Cancelled)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await door.GetAsync("/openapi/v1.json", Cancelled)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await node.Client.GetAsync("/api/v1/work", Cancelled)).StatusCode);
        Assert.Equal("/test", await node.Client.GetStringAsync("/test", Cancelled));
    }

    [Fact]
    public async Task The_description_of_the_api_names_both_worlds()
    {
        var document = await Client.GetFromJsonAsync<JsonNode>("/openapi/v1.json", Cancelled);

        Assert.Equal("Switchyard", (string?)document!["info"]!["title"]);
        var paths = document["paths"]!;
        Assert.Equal("Hand in a table's annotations", (string?)paths["/storeResult/{table}"]!["put"]!["summary"]);
        Assert.NotNull(paths["/getWork"]!["post"]);
        Assert.NotNull(paths["/api/v1/work/{id}"]!["get"]);
        var post = paths["/jobs"]!["post"]!;
        Assert.NotNull(post["requestBody"]!["content"]!["application/json"]!["schema"]);
        Assert.NotNull(post["responses"]!["200"]!["content"]!["application/json"]!["schema"]);
        Assert.NotNull(paths["/api/v1/jobs/{id}/renew"]!["post"]!["responses"]!["409"]);
        foreach (var operation in paths.AsObject().SelectMany(path => path.Value!.AsObject()))
        {
            Assert.False(string.IsNullOrEmpty((string?)operation.Value!["summary"]), operation.Value.GetPath());
        }

        Assert.Contains("\"timedout\"", document["components"]!["schemas"]!["WorkStatus"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_reader_of_the_description_comes_from_here_alone()
    {
        var answer = await Client.GetAsync("/scalar/", Cancelled);
        var page = await answer.Content.ReadAsStringAsync(Cancelled);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
        Assert.StartsWith("default-src 'self'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        var script = await Client.GetAsync("/scalar/scalar.js", Cancelled);
        Assert.Equal(HttpStatusCode.OK, script.StatusCode);
        Assert.True((await script.Content.ReadAsByteArrayAsync(Cancelled)).Length > 100_000);
    }

    private sealed class FullStore : IBlobStore
    {
        public Task<BlobInfo> WriteAsync(Stream content, long maxLength, CancellationToken cancellationToken) =>
            throw new IOException("No space left on device");

        public Task<Stream?> OpenAsync(string id, CancellationToken cancellationToken) => Task.FromResult<Stream?>(null);

        public Task<bool> DeleteAsync(string id, CancellationToken cancellationToken) => Task.FromResult(false);
    }

    private sealed class NotReady : INodeReadiness
    {
        public bool IsReady => false;

        public string? Reason => "no storage";
    }
}
