using System.Text.Json.Nodes;
using Switchyard.Jobs;
using Switchyard.Yard;

namespace Switchyard.Hosting;

public sealed class RequestIdsTests(YardCluster cluster) : YardTest(cluster)
{
    private const string Faulty = "FAULTY_FOR_IDS";

    [Theory]
    [InlineData("abc-123")]
    [InlineData("!~{}\"")]
    public async Task What_was_sent_comes_back(string id) => Assert.Equal(id, await AnswerAsync("/jobs", id));

    [Fact]
    public async Task Two_hundred_characters_come_back() => Assert.Equal(new string('i', 200), await AnswerAsync("/health/alive", new string('i', 200)));

    [Theory]
    [InlineData("/jobs/1")]
    [InlineData("/targets")]
    [InlineData("/maintenance-history/unknown")]
    [InlineData("/targets/" + Faulty + "/jobs")]
    public async Task The_jobs_doors_requests_are_named_by_it(string path)
    {
        const string Prefix = "job-service-";
        using var fault = Yard.Faults.On<IJobQueriesGrain>(
            nameof(IJobQueriesGrain.ListAsync), call => call.Argument<JobFilter>(0).Target == Faulty, _ => throw new InvalidOperationException("a fault"));
        var id = await AnswerAsync(path, sent: null);

        Assert.StartsWith(Prefix, id, StringComparison.Ordinal);
        Assert.True(Guid.TryParse(id[Prefix.Length..], out _));
    }

    [Theory]
    [InlineData("/health/alive")]
    [InlineData("/nothing")]
    [InlineData("/api/v1/jobs")]
    public async Task Other_requests_have_a_bare_id(string path) => Assert.True(Guid.TryParse(await AnswerAsync(path, sent: null), out _));

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("tab\there")]
    public async Task What_is_no_id_is_replaced(string id) => Assert.NotEqual(id, await AnswerAsync("/jobs", id));

    [Fact]
    public async Task What_is_too_long_is_replaced() => Assert.True((await AnswerAsync("/jobs", new string('i', 201))).Length < 100);

    [Theory]
    [InlineData("GET", "/api/v1/work/999999999")]
    [InlineData("GET", "/api/v1/work?limit=0")]
    [InlineData("GET", "/api/v1/work?limit=much")]
    [InlineData("GET", "/api/v1/nothing")]
    [InlineData("PUT", "/api/v1/work")]
    [InlineData("GET", "/api/v1/jobs?status=none")]
    [InlineData("GET", "/downloads/1")]
    public async Task A_problem_tells_it(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.TryAddWithoutValidation(RequestIds.Header, "for-the-problem");
        // Who asks for a page is told it as well.
        request.Headers.Accept.ParseAdd("text/html");

        using var answer = await Client.SendAsync(request, Cancelled);

        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("for-the-problem", (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancelled))!["requestId"]);
    }

    [Fact]
    public void A_log_has_only_its_words() => Assert.Equal("jobservice1_a", RequestIds.Words("job-service-1_a\u001b[31m{}"[..15]));

    private async Task<string> AnswerAsync(string path, string? sent)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (sent is not null)
        {
            request.Headers.TryAddWithoutValidation(RequestIds.Header, sent);
        }

        using var answer = await Client.SendAsync(request, Cancelled);
        return Assert.Single(answer.Headers.GetValues(RequestIds.Header));
    }
}
