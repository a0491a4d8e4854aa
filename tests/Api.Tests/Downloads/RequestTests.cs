using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Switchyard.Yard;

namespace Switchyard.Downloads;

[Collection(DownloadCluster.Name)]
public sealed class RequestTests(DownloadCluster cluster) : YardTest(cluster)
{
    [Theory]
    [InlineData("{0}")]
    [InlineData("\"{0}\"")]
    public async Task An_archive_is_asked_for_and_then_joined(string form)
    {
        var classifier = await cluster.AddAsync();
        using var requests = Yard.Faults.Watch<IClassifierGrain>(nameof(IClassifierGrain.RequestAsync), call => call.Id == classifier.Id);
        var body = $$"""{"clfId":{{string.Format(null, form, classifier.Id)}},"comment":"more than is needed"}""";

        foreach (var joined in (bool[])[false, true])
        {
            using var answer = await AskAsync(body);

            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
            Assert.Equal($"/downloads/{classifier.Id}/status", answer.Headers.Location!.ToString());
            Assert.Equal(
                $$"""{"clfId":{{classifier.Id}},"download":1,"item":{{(await classifier.Grain.GetAsync())!.ItemId}},"joined":{{(joined ? "true" : "false")}}}""",
                await answer.Content.ReadAsStringAsync(Cancelled));
        }

        Assert.Equal(["http", "http"], requests.Calls.Select(call => call.Argument<string>(0)));
        Assert.Equal(1, await cluster.Database.ReadStatusAsync(classifier.Id));
    }

    [Theory]
    [InlineData("\uFEFF{{\"clfId\":{0}}}")]
    [InlineData("{{\"score\":[NaN,-Infinity,\"\\ud800\"],\"clfId\":{0}}}")]
    public async Task What_python_writes_does_no_harm(string body)
    {
        var classifier = await cluster.AddAsync();

        using var answer = await AskAsync(string.Format(null, body, classifier.Id));

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"clfId\":Infinity}")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("{}")]
    [InlineData("{\"clfId\":null}")]
    [InlineData("{\"clfId\":0}")]
    [InlineData("{\"clfId\":-1}")]
    [InlineData("{\"clfId\":1.5}")]
    [InlineData("{\"clfId\":2147483648}")]
    [InlineData("{\"clfId\":\"clf-1\"}")]
    [InlineData("{\"clfId\":\"\"}")]
    [InlineData("{\"clfId\":true}")]
    [InlineData("{\"clfId\":1")]
    public async Task A_body_that_names_no_classifier_is_refused(string body)
    {
        using var answer = await AskAsync(body);

        var problem = await ProblemAsync(answer, HttpStatusCode.BadRequest);
        Assert.Equal("urn:switchyard:problem:invalid-request", (string?)problem["type"]);
        Assert.NotEmpty((string)problem["detail"]!);
    }

    [Fact]
    public async Task An_unknown_classifier_is_404_everywhere()
    {
        const int Unknown = int.MaxValue;
        using var asked = await AskAsync($$"""{"clfId":{{Unknown}}}""");
        using var status = await Client.GetAsync($"/downloads/{Unknown}/status", Cancelled);
        using var archive = await Client.GetAsync($"/downloads/{Unknown}", Cancelled);

        foreach (var answer in (HttpResponseMessage[])[asked, status, archive])
        {
            var problem = await ProblemAsync(answer, HttpStatusCode.NotFound);
            Assert.Equal("urn:switchyard:problem:unknown-classifier", (string?)problem["type"]);
        }
    }

    [Fact]
    public async Task An_unreachable_database_is_503_as_a_problem()
    {
        var classifier = await cluster.AddAsync();
        using var requests = Yard.Faults.Fail<IClassifierGrain>(
            nameof(IClassifierGrain.RequestAsync), call => call.Id == classifier.Id, new IOException("secret address"));
        using var looks = Yard.Faults.Fail<IClassifierGrain>(
            nameof(IClassifierGrain.GetAsync), call => call.Id == classifier.Id, new TimeoutException("secret address"));
        using var asked = await AskAsync($$"""{"clfId":{{classifier.Id}}}""");
        using var status = await Client.GetAsync($"/downloads/{classifier.Id}/status", Cancelled);

        foreach (var answer in (HttpResponseMessage[])[asked, status])
        {
            var problem = await ProblemAsync(answer, HttpStatusCode.ServiceUnavailable);
            Assert.Equal("urn:switchyard:problem:unavailable", (string?)problem["type"]);
            Assert.Contains("database", (string)problem["detail"]!, StringComparison.Ordinal);
            Assert.DoesNotContain("secret", problem.ToJsonString(), StringComparison.Ordinal);
            Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter!.Delta);
        }

        Assert.Equal(0, await cluster.Database.ReadStatusAsync(classifier.Id));
    }

    [Fact]
    public async Task The_status_tells_why_a_build_failed()
    {
        var failed = await cluster.AddAsync(download: 0, error: "The \"model\" is refused.");
        var fresh = await cluster.AddAsync();
        var item = (await failed.Grain.GetAsync())!.ItemId;

        Assert.Equal(
            $$"""{"clfId":{{failed.Id}},"download":0,"error":"The \"model\" is refused.","item":{{item}}}""",
            await Client.GetStringAsync($"/downloads/{failed.Id}/status", Cancelled));
        Assert.Equal(
            $$"""{"clfId":{{fresh.Id}},"download":0,"error":null,"item":null}""",
            await Client.GetStringAsync($"/downloads/{fresh.Id}/status", Cancelled));
    }

    [Theory]
    [InlineData("GET", "/downloads/clf-1", 404)]
    [InlineData("GET", "/downloads/0", 404)]
    [InlineData("GET", "/downloads/2147483648", 404)]
    [InlineData("GET", "/downloads/1/more", 404)]
    [InlineData("GET", "/downloads", 405)]
    [InlineData("DELETE", "/downloads/1", 405)]
    public async Task What_is_no_route_is_a_problem_too(string method, string path, int status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await Client.SendAsync(request, Cancelled);

        await ProblemAsync(answer, (HttpStatusCode)status);
    }

    private static async Task<JsonNode> ProblemAsync(HttpResponseMessage answer, HttpStatusCode status)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancelled))!;
        Assert.Equal((int)status, (int?)problem["status"]);
        return problem;
    }

    private Task<HttpResponseMessage> AskAsync(string body) =>
        Client.PostAsync("/downloads", new StringContent(body, Encoding.UTF8, "application/json"), Cancelled);
}
