using System.Net;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;
using Switchyard.Auth;
using Switchyard.Yard;

namespace Switchyard.Jobs;

/// <summary>The two cookies of <c>POST /jobs</c>, with real keys over HTTP.</summary>
public sealed class CookieTests(YardCluster cluster, CookieFront shared) : IClassFixture<CookieFront>
{
    private const string Role = "accreditation/role";
    private const string UserId = "user/uuid";

    private readonly Dictionary<string, object> _authorization = new()
    {
        ["aud"] = (string[])["other", "datastore"],
        ["sub"] = "subject",
        [Role] = "role/dataadministrator",
        [UserId] = "u-1",
        ["exp"] = Now + 600,
    };

    private readonly Dictionary<string, object> _user = new()
    {
        [UserId] = "u-1",
        ["user/firstName"] = "Ada",
        ["user/lastName"] = "Ångström",
        ["exp"] = Now + 600,
    };

    private CookieFront _front = shared;

    private static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Authorization => Issuer.Sign(_front.Key, _authorization);

    private string User => Issuer.Sign(_front.Key, _user);

    [Theory]
    [InlineData(SecurityAlgorithms.RsaSha256)]
    [InlineData(SecurityAlgorithms.RsaSha512)]
    public async Task Who_made_a_job_is_whom_the_cookies_prove(string algorithm)
    {
        await using var own = await UseOwnAsync();
        var target = $"COOKIE_{algorithm}";

        var (status, body) = await PostAsync(Issuer.Sign(_front.Key, _authorization, algorithm), User, $$"""[{"operation":"ADD","target":"{{target}}"}]""");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("CREATED", body, StringComparison.Ordinal);
        Assert.Equal(new JobUser("u-1", "Ada", "Ångström"), (await cluster.Jobs.ActiveForAsync(target))!.CreatedBy);
        Assert.Equal(1, own.Issuer.Asked);
    }

    [Fact]
    public async Task The_schema_comes_before_the_cookies() =>
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(null, null, "{}")).Status);

    [Fact]
    public async Task Missing_cookies_are_told()
    {
        await RefusedAsync(null, User, "Unauthorized. No authorization token was provided");
        await RefusedAsync(Authorization, null, "Unauthorized. No user info token was provided");
    }

    [Theory]
    [InlineData("aud", "Unauthorized: Token is missing the \"aud\" claim")]
    [InlineData("sub", "Unauthorized: Token is missing the \"sub\" claim")]
    [InlineData(Role, "Unauthorized: Token is missing the \"accreditation/role\" claim")]
    [InlineData(UserId, "Unauthorized: Token is missing the \"user/uuid\" claim")]
    public async Task A_claim_that_is_missing_is_told(string claim, string message)
    {
        _authorization.Remove(claim);

        await RefusedAsync(Authorization, User, message);
    }

    [Fact]
    public async Task A_token_that_demands_what_is_not_understood_is_refused()
    {
        foreach (var crit in (object[])[(string[])["exp"], (string[])["b64", "x"], Array.Empty<string>(), "exp"])
        {
            await RefusedAsync(Issuer.Sign(_front.Key, _authorization, header: new() { ["crit"] = crit }), User, "Unauthorized: Unsupported critical extension");
        }
    }

    [Theory]
    [InlineData(UserId)]
    [InlineData("user/firstName")]
    [InlineData("user/lastName")]
    public async Task A_part_of_the_user_that_is_missing_is_told(string claim)
    {
        _user.Remove(claim);

        await RefusedAsync(Authorization, User, $"Unauthorized: Token is missing the \"{claim}\" claim");
    }

    [Theory]
    [InlineData("aud", "elsewhere", "Unauthorized: Audience doesn't match")]
    [InlineData(Role, "role/researcher", "Can't start job with role: role/researcher")]
    [InlineData(UserId, "u-2", "Token mismatch")]
    [InlineData("exp", 1000000000L, "Unauthorized: Signature has expired")]
    [InlineData("nbf", 4000000000L, "Unauthorized: The token is not yet valid (nbf)")]
    [InlineData("iat", 4000000000L, "Unauthorized: The token is not yet valid (iat)")]
    [InlineData("iat", "4000000000", "Unauthorized: The token is not yet valid (iat)")]
    [InlineData("exp", "4000000000.5", "Unauthorized: Expiration Time claim (exp) must be an integer.")]
    [InlineData("exp", "1000000000", "Unauthorized: Signature has expired")]
    [InlineData("sub", 7, "Unauthorized: Subject must be a string")]
    [InlineData("aud", "", "Unauthorized: Token is missing the \"aud\" claim")]
    public async Task A_claim_that_is_wrong_is_told(string claim, object value, string message)
    {
        _authorization[claim] = value;

        await RefusedAsync(Authorization, User, message);
    }

    [Theory]
    [InlineData("exp", "soon")]
    [InlineData("exp", true)]
    [InlineData("iat", "soon")]
    [InlineData("nbf", "soon")]
    [InlineData("nbf", "1e300")]
    [InlineData("jti", 7)]
    [InlineData("aud", 7)]
    public async Task A_claim_of_a_wrong_type_is_refused(string claim, object value)
    {
        _authorization[claim] = value;

        var (status, body) = await PostAsync(Authorization, User, "[]");

        Assert.Equal(HttpStatusCode.Unauthorized, status);
        Assert.StartsWith("Unauthorized: ", (string?)JsonNode.Parse(body)!["message"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exp", " 4000000000 ")]
    [InlineData("exp", 4000000000.5)]
    [InlineData("nbf", "-1")]
    [InlineData("iat", "1000000000")]
    [InlineData("iat", 1.5)]
    [InlineData("jti", "x")]
    public async Task A_claim_that_python_takes_is_taken(string claim, object value)
    {
        (_authorization[claim], _user[claim]) = (value, value);

        Assert.Equal(HttpStatusCode.OK, (await PostAsync(Authorization, User, "[]")).Status);
    }

    [Theory]
    [InlineData("iat", 4000000000L, "Unauthorized: The token is not yet valid (iat)")]
    [InlineData("sub", 7, "Unauthorized: Subject must be a string")]
    public async Task The_users_token_is_held_to_the_same(string claim, object value, string message)
    {
        _user[claim] = value;

        await RefusedAsync(Authorization, User, message);
    }

    [Fact]
    public async Task Values_may_be_quoted() =>
        Assert.Equal(HttpStatusCode.OK, (await PostAsync($"\"{Authorization}\"", $"\"{User}\"", "[]")).Status);

    [Fact]
    public async Task The_names_of_cookies_count_by_case()
    {
        var (status, body) = await SendAsync($"Authorization={Authorization}; user-info={User}", """[]""");

        Assert.Equal(
            (HttpStatusCode.Unauthorized, "Unauthorized. No authorization token was provided"), (status, (string?)JsonNode.Parse(body)!["message"]));
        Assert.Equal(HttpStatusCode.OK, (await SendAsync($"authorization={Authorization}; Authorization=x; user-info={User}; USER-INFO=x", "[]")).Status);
    }

    [Fact]
    public async Task An_empty_token_is_no_token() => await RefusedAsync("", User, "Unauthorized: Not enough segments");

    [Fact]
    public async Task The_users_token_expires_too()
    {
        _user["exp"] = Now - 1;

        await RefusedAsync(Authorization, User, "Unauthorized: Signature has expired");
    }

    [Fact]
    public async Task The_users_token_is_signed_with_the_same_key() => await RefusedAsync(
        Authorization, Issuer.Sign(Issuer.NewKey("first"), _user), "Unauthorized: Signature verification failed");

    [Fact]
    public async Task A_key_that_only_claims_the_id_does_not_sign() => await RefusedAsync(
        Issuer.Sign(Issuer.NewKey("first"), _authorization), User, "Unauthorized: Signature verification failed");

    [Fact]
    public async Task A_key_that_nobody_published_is_refused() => await RefusedAsync(
        Issuer.Sign(Issuer.NewKey("unknown"), _authorization), User, "Unauthorized: Unable to find a signing key that matches the token's kid");

    [Theory]
    [InlineData("eyJhbGciOiJub25lIn0.e30.")]
    [InlineData("eyJhbGciOiJIUzI1NiIsImtpZCI6ImZpcnN0In0.e30.c2ln")]
    public async Task Another_algorithm_is_refused(string token) =>
        await RefusedAsync(token, User, "Unauthorized: The specified alg value is not allowed");

    [Theory]
    [InlineData("x", "Unauthorized: Not enough segments")]
    [InlineData("a.b.c", "Unauthorized: Invalid token")]
    [InlineData("....", "Unauthorized: Not enough segments")]
    public async Task What_is_no_token_is_refused(string token, string message) => await RefusedAsync(token, User, message);

    [Fact]
    public async Task A_changed_token_is_refused()
    {
        var parts = Authorization.Split('.');
        _authorization[Role] = "role/dataadministrator";
        _authorization["sub"] = "another";

        await RefusedAsync($"{parts[0]}.{Authorization.Split('.')[1]}.{parts[2]}", User, "Unauthorized: Signature verification failed");
    }

    [Fact]
    public async Task An_issuer_that_is_away_is_503_with_a_reason()
    {
        await using var own = await UseOwnAsync();
        await own.Issuer.StopAsync();

        var (status, body) = await PostAsync(Authorization, User, "[]");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.NotEmpty((string)JsonNode.Parse(body)!["message"]!);
    }

    [Fact]
    public async Task Other_routes_need_no_cookies() =>
        Assert.Equal(HttpStatusCode.OK, (await _front.Client.GetAsync("/jobs?status=queued", Token)).StatusCode);

    /// <summary>For a test that counts what the issuer is asked, or takes it away.</summary>
    private async Task<CookieFront> UseOwnAsync()
    {
        var own = new CookieFront(cluster);
        await own.InitializeAsync();
        return _front = own;
    }

    private async Task RefusedAsync(string? authorization, string? user, string message)
    {
        var (status, body) = await PostAsync(authorization, user, "[]");

        Assert.Equal((HttpStatusCode.Unauthorized, message), (status, (string?)JsonNode.Parse(body)!["message"]));
    }

    private Task<(HttpStatusCode Status, string Body)> PostAsync(string? authorization, string? user, string jobs)
    {
        string?[] sent = [authorization is null ? null : $"authorization={authorization}", user is null ? null : $"user-info={user}"];
        return SendAsync(string.Join("; ", sent.OfType<string>()), jobs);
    }

    private async Task<(HttpStatusCode Status, string Body)> SendAsync(string cookies, string jobs)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/jobs")
        {
            Content = new StringContent($$"""{"jobs":{{jobs}}}""", mediaType: new("application/json")),
        };
        request.Headers.TryAddWithoutValidation("Cookie", cookies);
        using var answer = await _front.Client.SendAsync(request, Token);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Token));
    }
}
