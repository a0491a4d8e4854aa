using System.Net;
using System.Text;
using Switchyard.Yard;

namespace Switchyard.Expertise;

/// <summary>A node that knows no OpenReview.</summary>
public sealed class LocalUserTests(YardCluster cluster, OpenReviewProfiles openReview) : ExpertiseTest(cluster, openReview)
{
    private const string Brings = """{"config":{"name":"local","csv_expertise":[" ~A1,p,T,words "],"csv_submissions":["s,T,words"]}}""";

    protected override (string Key, string Value)[] Settings => [];

    [Fact]
    public async Task All_callers_are_one_user_who_sends_any_header()
    {
        const string Own = """{"config":{"name":"anyone's","csv_expertise":[" ~A1,p,T,words "],"csv_submissions":["s,T,words"]}}""";
        using var submissions = Submissions(submission => submission.Name == "anyone's");
        var (status, body) = await PostAsync(Own, "anything");

        Assert.Equal(HttpStatusCode.OK, status);
        var job = Made(Assert.Single(submissions.Calls));
        Assert.Equal($$"""{"user_id":"~Local_User1","job_id":"{{job.Id}}"}""", body);
        Assert.Equal("~Local_User1", job.Submission.Owner);
        Assert.Null(job.Submission.Token);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync($"/expertise/status?jobId={job.Id}", "Bearer other")).Status);
        Assert.Equal(Seed(HttpStatusCode.BadRequest, "No Authorization token in headers"), await PostAsync(Brings, token: null));
    }

    [Fact]
    public async Task A_job_that_needs_openreview_is_refused()
    {
        var seed = await PostAsync("""{"config":{"name":"n","match_group":"G"}}""", "anything");
        var newest = await PostAsync(
            """{"name":"n","entityA":{"type":"Group","memberOf":"G"},"entityB":{"type":"Note","submissions":[{"id":"s"}]}}""", "anything");

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (seed.Status, newest.Status));
        Assert.StartsWith("""{"error":"the job needs OpenReview""", seed.Body, StringComparison.Ordinal);
        Assert.Contains("Expertise:OpenReviewBaseUrl", seed.Body, StringComparison.Ordinal);
        Assert.StartsWith("""{"name":"BadRequestError","message":"Bad request: the job needs OpenReview""", newest.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_account_decides_and_names_the_user()
    {
        await using var frontEnd = await FrontEnd.StartAsync(
            Yard, services: null, ("Auth:Mode", "Basic"), ("Auth:Basic:User", "Jen"), ("Auth:Basic:Password", "secret"));

        async Task<(HttpStatusCode Status, string Body)> PostAsAsync(string? header)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/expertise");
            request.Content = new StringContent(Brings, mediaType: new("application/json"));
            if (header is not null)
            {
                request.Headers.TryAddWithoutValidation("Authorization", header);
            }

            using var answer = await frontEnd.Client.SendAsync(request, Cancelled);
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancelled));
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsAsync(null)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsAsync("Bearer Jen-token")).Status);
        var (status, body) = await PostAsAsync($"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes("Jen:secret"))}");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.StartsWith("""{"user_id":"Jen",""", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_openreview_its_word_stands_in_for_the_account()
    {
        await using var frontEnd = await FrontEnd.StartAsync(
            Yard,
            services: null,
            ("Expertise:OpenReviewBaseUrl", OpenReview.Url),
            ("Auth:Mode", "Basic"),
            ("Auth:Basic:User", "Jen"),
            ("Auth:Basic:Password", "secret"));

        async Task<HttpStatusCode> GetAsAsync(string path, string? header)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            if (header is not null)
            {
                request.Headers.TryAddWithoutValidation("Authorization", header);
            }

            using var answer = await frontEnd.Client.SendAsync(request, Cancelled);
            return answer.StatusCode;
        }

        var token = NewToken();
        Assert.Equal(HttpStatusCode.OK, await GetAsAsync("/expertise/status", token));
        Assert.Equal(HttpStatusCode.OK, await GetAsAsync("/expertise/jobs", $"Bearer {token}"));
        Assert.Equal(HttpStatusCode.Forbidden, await GetAsAsync("/expertise/status", "forged"));
        Assert.Equal(HttpStatusCode.Forbidden, await GetAsAsync("/expertise/status", null));
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsAsync("/api/v1/work", token));
        Assert.Equal(HttpStatusCode.OK, await GetAsAsync("/health", null));
    }
}
