using System.Net;
using System.Text.Json;
using Switchyard.Work;
using Switchyard.Yard;

namespace Switchyard.Auth;

/// <summary>Bearer tokens of an issuer, with real keys over HTTP.</summary>
public sealed class JwtTests(YardCluster cluster, TokenFront shared) : IClassFixture<TokenFront>
{
    private TokenFront _front = shared;

    private static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""["viewer"]""", "GET", "/api/v1/queues", HttpStatusCode.OK)]
    [InlineData("""["other","VIEWER"]""", "GET", "/api/v1/queues", HttpStatusCode.OK)]
    [InlineData("\"viewer\"", "GET", "/api/v1/queues", HttpStatusCode.OK)]
    [InlineData("""["worker"]""", "GET", "/api/v1/queues", HttpStatusCode.Forbidden)]
    [InlineData("""["worker","viewer"]""", "GET", "/api/v1/queues", HttpStatusCode.OK)]
    [InlineData("""["viewer"]""", "GET", "/api/v1/keys", HttpStatusCode.Forbidden)]
    [InlineData("""["admin"]""", "GET", "/api/v1/keys", HttpStatusCode.OK)]
    [InlineData("[]", "GET", "/api/v1/services", HttpStatusCode.Forbidden)]
    [InlineData("""["king"]""", "GET", "/api/v1/services", HttpStatusCode.Forbidden)]
    [InlineData("4", "GET", "/api/v1/services", HttpStatusCode.Forbidden)]
    [InlineData("""["king"]""", "GET", "/nothing", HttpStatusCode.Forbidden)]
    public async Task The_claim_says_the_role(string roles, string method, string path, HttpStatusCode status) => Assert.Equal(
        status, await SendAsync(method, path, Sign(claims => claims["realm"] = JsonSerializer.Deserialize<JsonElement>($$"""{"roles":{{roles}}}"""))));

    [Theory]
    [InlineData("""["client","worker"]""", HttpStatusCode.NotFound)]
    [InlineData("""["client","viewer"]""", HttpStatusCode.OK)]
    public async Task Of_several_roles_a_client_sees_others_items_only_by_one_that_reads(string roles, HttpStatusCode status)
    {
        var id = (await cluster.Tickets.AddAsync("token", WorkStatus.Queued)).Id;
        var token = Sign(claims => claims["realm"] = JsonSerializer.Deserialize<JsonElement>($$"""{"roles":{{roles}}}"""));

        Assert.Equal(status, await SendAsync("GET", $"/api/v1/work/{id}", token));
        Assert.Equal(HttpStatusCode.NotFound, await SendAsync("POST", $"/api/v1/work/{id}/cancel", token));
    }

    [Theory]
    [InlineData("aud", "other")]
    [InlineData("iss", "https://other.example")]
    [InlineData("exp", 1)]
    [InlineData("nbf", 99_999_999_999)]
    [InlineData("sub", "")]
    public async Task A_token_for_another_time_or_place_is_none(string claim, object value) =>
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync("GET", "/api/v1/queues", Sign(claims => claims[claim] = value)));

    [Theory]
    [InlineData("aud")]
    [InlineData("iss")]
    [InlineData("exp")]
    [InlineData("sub")]
    public async Task A_token_without_what_it_needs_is_none(string claim) =>
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync("GET", "/api/v1/queues", Sign(claims => claims.Remove(claim))));

    [Fact]
    public async Task A_token_that_another_signed_is_a_guess()
    {
        await using var own = await UseOwnAsync();
        var forged = Issuer.Sign(Issuer.NewKey("first"), Claims());
        for (var guess = 0; guess < FailedSignIns.MostFailures; guess++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync("GET", "/api/v1/queues", forged));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, await SendAsync("GET", "/api/v1/queues", Sign()));
    }

    [Fact]
    public async Task One_that_has_ended_is_no_guess()
    {
        var ended = Sign(claims => claims["exp"] = Now - 1);
        for (var use = 0; use < 2 * FailedSignIns.MostFailures; use++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync("GET", "/api/v1/queues", ended));
        }

        Assert.Equal(HttpStatusCode.OK, await SendAsync("GET", "/api/v1/queues", Sign()));
    }

    [Fact]
    public async Task While_the_issuer_cannot_be_asked_nothing_is_said_of_a_token()
    {
        await using var own = await UseOwnAsync();
        own.Issuer.Fails = true;

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await SendAsync("GET", "/api/v1/queues", Sign()));
    }

    private static Dictionary<string, object> Claims() => new()
    {
        ["iss"] = "https://issuer.example",
        ["aud"] = "yard",
        ["sub"] = "Ada",
        ["exp"] = Now + 600,
        ["realm"] = JsonSerializer.Deserialize<JsonElement>("""{"roles":["viewer"]}"""),
    };

    /// <summary>For a test that guesses, or takes the issuer away.</summary>
    private async Task<TokenFront> UseOwnAsync()
    {
        var own = new TokenFront(cluster);
        await own.InitializeAsync();
        return _front = own;
    }

    private string Sign(Action<Dictionary<string, object>>? change = null)
    {
        var claims = Claims();
        change?.Invoke(claims);
        return Issuer.Sign(_front.Key, claims);
    }

    private async Task<HttpStatusCode> SendAsync(string method, string path, string token)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        using var answer = await _front.Client.SendAsync(request, Cancelled);
        return answer.StatusCode;
    }
}
