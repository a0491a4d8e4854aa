using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Switchyard.Yard;

namespace Switchyard.Expertise;

public sealed class IdentityTests(YardCluster cluster, OpenReviewProfiles openReview) : ExpertiseTest(cluster, openReview)
{
    private static readonly (HttpStatusCode, string) NoNewest =
        Newest(HttpStatusCode.Forbidden, "ForbiddenError", "Forbidden: No Authorization token in headers");

    private static readonly (HttpStatusCode, string) NoSeed = Seed(HttpStatusCode.BadRequest, "No Authorization token in headers");

    [Theory]
    [InlineData("GET", "/expertise/status")]
    [InlineData("GET", "/expertise/status/all")]
    [InlineData("GET", "/expertise/results?jobId=1")]
    [InlineData("GET", "/expertise/results")]
    [InlineData("GET", "/expertise/metadata")]
    [InlineData("DELETE", "/expertise/1")]
    [InlineData("POST", "/expertise")]
    public async Task Without_a_header_the_newest_api_forbids(string method, string path) =>
        Assert.Equal(NoNewest, await SendAsync(new HttpMethod(method), path, token: null));

    [Theory]
    [InlineData("/expertise/jobs")]
    [InlineData("/expertise/results?job_id=1")]
    public async Task Without_a_header_the_seed_calls_it_a_bad_request(string path) => Assert.Equal(NoSeed, await GetAsync(path, token: null));

    [Fact]
    public async Task Without_a_header_the_body_says_whose_words_are_used()
    {
        Assert.Equal(NoSeed, await PostAsync("""{"config":{}}""", token: null));
        Assert.Equal(NoNewest, await PostAsync("""{"name":"n"}""", token: null));
        Assert.Equal(NoNewest, await PostAsync("[", token: null));
        Assert.Equal(NoNewest, await PostAsync("{}", " "));
    }

    [Fact]
    public async Task The_scheme_before_a_token_may_be_left_out()
    {
        var token = NewToken();
        var id = (await Jobs.AddAsync(UserOf(token), StepStatus.Queued, StepStatus.Blocked)).Id;

        Assert.Equal(HttpStatusCode.OK, (await GetAsync($"/expertise/status?jobId={id}", token)).Status);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync($"/expertise/status?jobId={id}", $"Bearer {token}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync($"/expertise/status?jobId={id}", $"bearer  {token}")).Status);
        // The third question is not asked: the answer is known.
        Assert.Equal([$"Bearer {token}"], OpenReview.Asked.Where(header => header.Contains(token, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_token_that_says_of_itself_whose_it_is_is_not_believed()
    {
        // {"alg":"none"} {"user":{"id":"~Super_User1"},"id":"~Super_User1"}
        const string Forged = "eyJhbGciOiJub25lIn0.eyJ1c2VyIjp7ImlkIjoiflN1cGVyX1VzZXIxIn0sImlkIjoiflN1cGVyX1VzZXIxIn0.";

        Assert.Equal(
            Newest(HttpStatusCode.Forbidden, "ForbiddenError", "Forbidden: OpenReview does not accept the token"),
            await GetAsync("/expertise/status/all", Forged));
        Assert.Equal(Seed(HttpStatusCode.Forbidden, "OpenReview does not accept the token"), await GetAsync("/expertise/jobs", Forged));
    }

    [Theory]
    [InlineData("Basic SmVuOnNlY3JldA==")]
    [InlineData("Bearer two words")]
    [InlineData("Bearer ")]
    public async Task What_is_no_token_is_not_sent_to_anyone(string header)
    {
        var (status, body) = await GetAsync("/expertise/status/all", header);

        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Contains("Forbidden: ", body, StringComparison.Ordinal);
        Assert.DoesNotContain(OpenReview.Asked, asked => asked.Contains("SmVuOnNlY3JldA", StringComparison.Ordinal) || asked.Contains("two", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(200, "no json", HttpStatusCode.BadGateway)]
    [InlineData(200, "[]", HttpStatusCode.BadGateway)]
    [InlineData(200, """{"profiles":{}}""", HttpStatusCode.BadGateway)]
    [InlineData(200, """{"profiles":[{"id":7}]}""", HttpStatusCode.BadGateway)]
    [InlineData(200, """{"profiles":[{"id":"\ud800"}]}""", HttpStatusCode.BadGateway)]
    [InlineData(200, """{"profiles":[{"id":""}]}""", HttpStatusCode.BadGateway)]
    [InlineData(200, """{"profiles":[]}""", HttpStatusCode.Forbidden)]
    [InlineData(404, "", HttpStatusCode.Forbidden)]
    [InlineData(401, "", HttpStatusCode.Forbidden)]
    [InlineData(503, "", HttpStatusCode.BadGateway)]
    [InlineData(302, "", HttpStatusCode.BadGateway)]
    [InlineData(500, "", HttpStatusCode.BadGateway)]
    [InlineData(429, "", HttpStatusCode.ServiceUnavailable)]
    [InlineData(403, "", HttpStatusCode.Forbidden)]
    [InlineData(400, "", HttpStatusCode.Forbidden)]
    public async Task Any_other_answer_of_openreview_is_told_and_not_kept(int status, string body, HttpStatusCode expected)
    {
        var token = $"odd-{Guid.NewGuid():N}";
        OpenReview.Answers[token] = (status, body);

        var (answered, text) = await GetAsync("/expertise/status/all", token);

        Assert.Equal(expected, answered);
        Assert.DoesNotContain(token, text, StringComparison.Ordinal);
        Assert.Contains("OpenReview", text, StringComparison.Ordinal);
        OpenReview.Answers[token] = (200, """{"profiles":[{"id":"~Well1"}]}""");
        Assert.Equal(HttpStatusCode.OK, (await GetAsync("/expertise/status/all", token)).Status);
    }

    [Fact]
    public async Task A_busy_openreview_is_asked_again_after_the_time_that_it_names()
    {
        var token = NewToken();
        OpenReview.Busy[token] = (3, "1");
        var began = Stopwatch.GetTimestamp();

        Assert.Equal(HttpStatusCode.OK, (await GetAsync("/expertise/status/all", token)).Status);

        Assert.True(Stopwatch.GetElapsedTime(began) >= TimeSpan.FromSeconds(2.9));
        Assert.Equal(4, OpenReview.Asked.Count(header => header.Contains(token, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_time_that_is_too_long_to_wait_is_passed_on()
    {
        var token = NewToken();
        OpenReview.Busy[token] = (1, "120");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/expertise/status/all");
        request.Headers.TryAddWithoutValidation("Authorization", token);

        using var answer = await Client.SendAsync(request, Cancelled);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(120), answer.Headers.RetryAfter!.Delta);
        Assert.Single(OpenReview.Asked, header => header.Contains(token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_openreview_that_is_away_is_503()
    {
        await using var frontEnd = await FrontEnd.StartAsync(Yard, services: null, ("Expertise:OpenReviewBaseUrl", "http://127.0.0.1:1/"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/expertise/status");
        request.Headers.TryAddWithoutValidation("Authorization", "Any-token");

        using var answer = await frontEnd.Client.SendAsync(request, Cancelled);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(
            """{"name":"ServiceUnavailableError","message":"OpenReview cannot be asked who you are: ConnectionError. Try again shortly."}""",
            await answer.Content.ReadAsStringAsync(Cancelled));
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    [Fact]
    public async Task Who_a_user_is_is_asked_again_after_the_lifetime()
    {
        var time = new FakeTimeProvider();
        await using var frontEnd = await FrontEnd.StartAsync(Yard, services => services.AddSingleton<TimeProvider>(time), Settings);
        var token = NewToken();

        async Task<HttpStatusCode> AskAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/expertise/jobs");
            request.Headers.TryAddWithoutValidation("Authorization", token);
            using var answer = await frontEnd.Client.SendAsync(request, Cancelled);
            return answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.OK, await AskAsync());
        OpenReview.Answers[token] = (401, "{}");
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(HttpStatusCode.OK, await AskAsync());
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync());
    }
}
