using System.Net;
using Switchyard.Yard;

namespace Switchyard.Jobs;

/// <summary>The workers' key, on a node that is open to all else.</summary>
public sealed class WorkerKeyTests(YardCluster cluster) : JobsTest(cluster)
{
    private const string Key = "a-key-of-16-char";

    protected override (string Key, string Value)[] Settings => [("Jobs:ApiKey", Key)];

    public static TheoryData<string, string> WorkerRoutes => new()
    {
        { "PUT", "/jobs/1" },
        { "POST", "/api/v1/jobs/claim" },
        { "POST", "/api/v1/jobs/1/renew" },
        { "POST", "/api/v1/jobs/1/complete" },
        { "POST", "/api/v1/jobs/1/fail" },
    };

    [Theory]
    [MemberData(nameof(WorkerRoutes))]
    public async Task Workers_need_the_key(string method, string path)
    {
        foreach (var headers in ((string, string)[][])[[], [("X-API-Key", "")], [("X-API-Key", Key + "x")]])
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(new HttpMethod(method), path, "no json", headers)).Status);
        }

        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(new HttpMethod(method), path, "no json", ("X-API-Key", Key))).Status);
    }

    [Fact]
    public async Task Two_keys_are_none() => Assert.Equal(
        HttpStatusCode.Unauthorized, (await SendAsync(HttpMethod.Put, "/jobs/1", "{}", ("X-API-Key", Key), ("X-API-Key", Key))).Status);

    [Fact]
    public async Task The_refusals_have_the_doors_shapes()
    {
        Assert.Equal(
            (HttpStatusCode.Unauthorized, """{"message":"Unauthorized. The header X-API-Key is missing or wrong"}"""),
            await SendAsync(HttpMethod.Put, "/jobs/1", "{}"));
        Assert.Contains(
            "urn:switchyard:problem:unauthorized", (await SendAsync(HttpMethod.Post, "/api/v1/jobs/claim", "{}")).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/jobs?status=built", null)]
    [InlineData("POST", "/jobs", """{"jobs":[]}""")]
    [InlineData("GET", "/maintenance-status", null)]
    [InlineData("GET", "/api/v1/jobs?status=built", null)]
    [InlineData("GET", "/api/v1/jobs/maintenance", null)]
    public async Task Nobody_else_does(string method, string path, string? body) =>
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(new HttpMethod(method), path, body)).Status);
}

/// <summary>What may stand in for the account.</summary>
public sealed class StandInTests(YardCluster cluster) : JobsTest(cluster)
{
    private const string Key = "a-key-of-16-char";
    private const string Cookies = "authorization=a; user-info=b";

    protected override (string Key, string Value)[] Settings =>
    [
        ("Auth:Mode", "Basic"),
        ("Auth:Basic:User", "u"),
        ("Auth:Basic:Password", "p"),
        ("Jobs:ApiKey", Key),
        ("Jobs:Jwt:Enabled", "true"),
        ("Jobs:Jwt:JwksUrl", "http://127.0.0.1:9/jwks"),
    ];

    [Fact]
    public async Task The_key_does_to_read_on_the_doors_routes_and_to_report()
    {
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Get, "/jobs?status=built", null, ("X-API-Key", Key))).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Get, "/api/v1/jobs?status=built", null, ("X-API-Key", Key))).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Put, $"/jobs/{(await Jobs.AddAsync(NewTarget())).Id}", "{}", ("X-API-Key", Key))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(HttpMethod.Get, "/api/v1/work", null, ("X-API-Key", Key))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(HttpMethod.Get, "/nothing", null, ("X-API-Key", Key))).Status);
    }

    [Theory]
    [InlineData("POST", "/jobs", """{"jobs":[]}""")]
    [InlineData("DELETE", "/importable-datasets/A", null)]
    [InlineData("POST", "/maintenance-status", """{"msg":"m","paused":true}""")]
    [InlineData("POST", "/api/v1/jobs/maintenance", """{"message":"m","paused":true}""")]
    public async Task The_key_does_for_nothing_else(string method, string path, string? body) => Assert.Equal(
        HttpStatusCode.Unauthorized, (await SendAsync(new HttpMethod(method), path, body, ("X-API-Key", Key))).Status);

    [Fact]
    public async Task Without_either_the_refusal_has_the_doors_shape()
    {
        using var answer = await Client.GetAsync("/jobs", Cancelled);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("""{"message":"Unauthorized Access"}""", await answer.Content.ReadAsStringAsync(Cancelled));
        Assert.Equal("Basic realm=\"Authentication Required\"", answer.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task The_cookies_do_where_they_are_verified()
    {
        Assert.Equal(
            (HttpStatusCode.Unauthorized, """{"message":"Unauthorized: Not enough segments"}"""),
            await PostJobsAsync("[]", ("Cookie", Cookies)));
        Assert.Equal("""{"message":"Unauthorized Access"}""", (await PostJobsAsync("[]", ("Cookie", "authorization=a"))).Body);
        Assert.Equal("""{"message":"Unauthorized Access"}""", (await SendAsync(HttpMethod.Get, "/jobs", null, ("Cookie", Cookies))).Body);
    }

    [Fact]
    public async Task The_account_does_not_do_for_the_key() => Assert.Equal(
        HttpStatusCode.Unauthorized, (await SendAsync(HttpMethod.Put, "/jobs/1", "{}", ("Authorization", "Basic dTpw"))).Status);
}
