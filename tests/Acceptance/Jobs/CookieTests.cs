using System.Net;
using System.Text.Json.Nodes;
using Switchyard.Acceptance.Yard;

namespace Switchyard.Acceptance.Jobs;

/// <summary>The two cookies of <c>POST /jobs</c>, and the life of the keys behind them.</summary>
public sealed class CookieTests : IAsyncLifetime
{
    private const string UserId = "f3b0c6ae-0000-4000-8000-000000000007";

    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(8);

    private readonly Issuer _issuer = new();
    private readonly Issuer.Key _first = new("first");
    private readonly Issuer.Key _second = new("second");
    private readonly Issuer.Key _third = new("third");
    private JobsNode _node = null!;

    public async ValueTask InitializeAsync()
    {
        _issuer.Start();
        _issuer.Publish(_first);
        _node = await JobsNode.StartAsync("Jobs:Jwt:Enabled=true", $"Jobs:Jwt:JwksUrl={_issuer.Url}", "Jobs:BumpEnabled=false");
    }

    public async ValueTask DisposeAsync()
    {
        if (_node is not null)
        {
            await _node.DisposeAsync();
        }

        await _issuer.DisposeAsync();
        foreach (var key in new[] { _first, _second, _third })
        {
            key.Dispose();
        }
    }

    [Fact]
    public async Task Who_makes_a_job_is_proved_by_cookies_through_all_changes_of_keys()
    {
        // Whom the tokens prove has made the job, and is shown at the target; all else needs no cookies.
        var target = NewJob.Target();
        var made = (await PostAsync(_first, NewJob.Of("ADD", target))).Is(HttpStatusCode.OK).Json[0]!;
        var creator = $$"""{"userId":"{{UserId}}","firstName":"Kari","lastName":"Nordmann-Ø"}""";
        Assert.Equal(creator, Wire.Text((await _node.Jobs.JobAsync((string)made["job_id"]!))["createdBy"]!));
        Assert.Equal(creator, Wire.Text((await _node.Jobs.TargetAsync(target))!["lastUpdatedBy"]!));
        Assert.Equal(
            """[{"status":"FAILED","msg":"FAILED: Bumping the datastore is disabled","reason":"Bumping the datastore is disabled"}]""",
            (await PostAsync(_first, NewJob.Bump("1.0.0.0", "1.1.0.0"))).Is(HttpStatusCode.OK).Text);
        Assert.Equal(1, _issuer.Asked);
        await RefusalsAsync();

        // A new key is taken as soon as it is published.
        _issuer.Publish(_second);
        await PostedAsync(_second, HttpStatusCode.OK);

        // While the keys cannot be had, those that are known are good, and of others nothing can be said.
        await _issuer.StopAsync();
        (await PostAsync(_second)).Is(HttpStatusCode.OK);
        var away = await PostedAsync(_third, HttpStatusCode.ServiceUnavailable);
        Assert.Equal("""{"message":"The keys that sign tokens cannot be read just now."}""", away.Text);
        Assert.NotNull(away.Header("Retry-After"));

        // A node that has never heard of a key says so, too.
        await _node.KillAndStartAsync();
        (await PostAsync(_second)).Is(HttpStatusCode.ServiceUnavailable);

        _issuer.Publish(_second, _third);
        _issuer.Start();
        await PostedAsync(_third, HttpStatusCode.OK);
        (await PostAsync(_second)).Is(HttpStatusCode.OK);
        (await PostAsync(_first)).Is(HttpStatusCode.Unauthorized);
    }

    private async Task RefusalsAsync()
    {
        await RefusedAsync(null, User(_first), "Unauthorized. No authorization token was provided");
        await RefusedAsync(Authorization(_first), null, "Unauthorized. No user info token was provided");
        await RefusedAsync(Authorization(_first, ("accreditation/role", "role/researcher")), User(_first), "Can't start job with role: role/researcher");
        await RefusedAsync(Authorization(_first, ("aud", "elsewhere")), User(_first), "Unauthorized: Audience doesn't match");
        await RefusedAsync(Authorization(_first, ("exp", 1_000_000_000)), User(_first), "Unauthorized: Signature has expired");
        await RefusedAsync(Authorization(_first, ("user/uuid", "another")), User(_first), "Token mismatch");
        using var forged = new Issuer.Key("first");
        await RefusedAsync(Authorization(forged), User(forged), "Unauthorized: Signature verification failed");
        await RefusedAsync(Authorization(_second), User(_second), "Unauthorized: Unable to find a signing key that matches the token's kid");
        Assert.Single(await _node.Jobs.ListAsync("/jobs"));
    }

    private async Task RefusedAsync(string? authorization, string? user, string message)
    {
        var answer = await PostAsync(authorization, user, NewJob.Of("ADD", NewJob.Target()));
        Assert.Equal(message, (string?)answer.Is(HttpStatusCode.Unauthorized).Json["message"]);
    }

    /// <summary>Waits until who has this key is answered so.</summary>
    private Task<Answer> PostedAsync(Issuer.Key key, HttpStatusCode status) =>
        Eventually.AskAsync(() => PostAsync(key), answer => answer.Status == status, Promised);

    private Task<Answer> PostAsync(Issuer.Key key, params IEnumerable<JsonNode> jobs) => PostAsync(Authorization(key), User(key), jobs);

    private async Task<Answer> PostAsync(string? authorization, string? user, params IEnumerable<JsonNode> jobs)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/jobs");
        request.Content = JobsJson.Content(new JsonObject { ["jobs"] = new JsonArray([.. jobs]) });
        string?[] cookies = [authorization is null ? null : $"authorization={authorization}", user is null ? null : $"user-info={user}"];
        request.Headers.Add("Cookie", string.Join("; ", cookies.OfType<string>()));
        return await _node.Door.SendAsync(request);
    }

    private static string Authorization(Issuer.Key key, params IEnumerable<(string Name, JsonNode Value)> changes)
    {
        var claims = new JsonObject
        {
            ["aud"] = new JsonArray("datastore", "other"), ["sub"] = "subject", ["exp"] = InAnHour,
            ["accreditation/role"] = "role/dataadministrator", ["user/uuid"] = UserId,
        };
        foreach (var (name, value) in changes)
        {
            claims[name] = value;
        }

        return key.Sign(claims);
    }

    private static string User(Issuer.Key key) => key.Sign(new JsonObject
    {
        ["exp"] = InAnHour, ["user/uuid"] = UserId, ["user/firstName"] = "Kari", ["user/lastName"] = "Nordmann-Ø",
    });

    private static long InAnHour => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 3600;
}
