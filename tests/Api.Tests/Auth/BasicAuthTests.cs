using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Switchyard.Yard;

namespace Switchyard.Auth;

public sealed partial class BasicAuthTests(YardCluster cluster) : YardTest(cluster)
{
    protected override (string Key, string Value)[] Settings =>
        [("Auth:Mode", "Basic"), ("Auth:Basic:User", "Jen"), ("Auth:Basic:Password", "päss:word")];

    [Fact]
    public async Task Every_route_but_health_needs_the_account()
    {
        var endpoints = FrontEnd.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToArray();

        // The walk must not be empty by mistake: these are the rooms of the house.
        var patterns = endpoints.Select(endpoint => endpoint.RoutePattern.RawText!.TrimStart('/')).ToArray();
        Assert.Contains("getWork", patterns);
        Assert.Contains("jobs/{jobId}", patterns);
        Assert.Contains("api/v1/jobs/claim", patterns);
        Assert.Contains("api/v1/work/{id:long}/cancel", patterns);
        Assert.Contains("openapi/{documentName}.json", patterns);
        Assert.Contains(patterns, pattern => pattern.StartsWith("scalar", StringComparison.Ordinal));
        Assert.Contains("health/alive", patterns);
        Assert.Contains("status/{id}&{token}", patterns);
        Assert.Contains("expertise/status/all", patterns);
        Assert.Contains("downloads/{clfId:int:min(1)}", patterns);
        Assert.Contains("api/v1/downloads/events", patterns);

        foreach (var endpoint in endpoints)
        {
            var path = "/" + Parameter().Replace(endpoint.RoutePattern.RawText!, "1").TrimStart('/');
            foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"])
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), path);
                var answer = await Client.SendAsync(request, Cancelled);
                // A token in the path stands in for the account; a wrong one is told nothing.
                var hasToken = path.Contains('&');
                var isOpen = hasToken || path is "/health" || path.StartsWith("/health/", StringComparison.Ordinal);
                var signsIn = path is "/login" or "/logout";
                var expected = signsIn ? method == HttpMethods.Get ? HttpStatusCode.OK : HttpStatusCode.BadRequest
                    : isOpen ? HttpStatusCode.OK : HttpStatusCode.Unauthorized;
                Assert.True(expected == answer.StatusCode, $"{method} {path} answered {answer.StatusCode}.");
                if (hasToken && method == HttpMethods.Get)
                {
                    Assert.Equal("No such id or wrong access token!", await answer.Content.ReadAsStringAsync(Cancelled));
                }
            }
        }
    }

    [Theory]
    [InlineData("GET", "/nothing/here")]
    [InlineData("DELETE", "/getWork")]
    [InlineData("PUT", "/storeResult/T?client=me")]
    public async Task Not_even_an_unknown_path_is_told(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        Assert.Equal(HttpStatusCode.Unauthorized, (await Client.SendAsync(request, Cancelled)).StatusCode);
    }

    [Fact]
    public async Task The_refusal_is_the_originals()
    {
        var answer = await Client.GetAsync("/test", Cancelled);

        Assert.Equal("Basic realm=\"Authentication Required\"", answer.Headers.WwwAuthenticate.ToString());
        Assert.Equal("Unauthorized Access", await answer.Content.ReadAsStringAsync(Cancelled));
    }

    [Theory]
    [InlineData("Jen:päss:word", HttpStatusCode.OK)]
    [InlineData("Jen:pass", HttpStatusCode.Unauthorized)]
    [InlineData("jen:päss:word", HttpStatusCode.Unauthorized)]
    [InlineData("Jen", HttpStatusCode.Unauthorized)]
    [InlineData("", HttpStatusCode.Unauthorized)]
    public async Task Only_the_account_passes(string credentials, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/test");
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));

        Assert.Equal(status, (await Client.SendAsync(request, Cancelled)).StatusCode);
    }

    [Theory]
    [InlineData("Basic")]
    [InlineData("Basic ***")]
    [InlineData("Bearer SmVuOnBhc3M=")]
    public async Task Another_header_does_not_pass(string header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/test");
        request.Headers.TryAddWithoutValidation("Authorization", header);

        Assert.Equal(HttpStatusCode.Unauthorized, (await Client.SendAsync(request, Cancelled)).StatusCode);
    }

    [Fact]
    public async Task Who_acts_is_the_accounts_user()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/queues/tables/pause");
        request.Headers.Authorization = new("Basic", Convert.ToBase64String("Jen:päss:word"u8));
        request.Content = new StringContent("""{"reason":"r"}""", mediaType: new("application/json"));

        using var answer = await Client.SendAsync(request, Cancelled);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("Jen", (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancelled))!["pause"]!["by"]);
    }

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
