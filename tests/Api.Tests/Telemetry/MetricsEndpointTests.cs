using System.Net;
using Switchyard.Auth;
using Switchyard.Yard;

namespace Switchyard.Telemetry;

/// <summary>Who may read what a process counts, and where.</summary>
public sealed class MetricsEndpointTests(YardCluster cluster) : AuthTest(cluster)
{
    [Fact]
    public async Task The_main_port_has_it_for_who_may_read()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("GET", "/metrics"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("GET", "/metrics", Key(await NewKeyAsync(Role.Client))));
        var (status, text) = await SendAsync("GET", "/metrics", null, Key(await NewKeyAsync(Role.Viewer)));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("# TYPE http_server_request_duration_seconds histogram\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_of_its_own_is_open_and_has_nothing_else()
    {
        await using var front = await FrontEnd.StartAsync(
            Yard, services: null, [("Auth:Mode", "Keys"), ("Metrics:Url", "http://127.0.0.1:0")]);
        using var own = new HttpClient { BaseAddress = new Uri(front.App.Urls.Last()) };

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(own, "GET", "/metrics", null)).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(own, "GET", "/health/alive", null)).Status);
        Assert.NotEqual(HttpStatusCode.OK, (await SendAsync(own, "GET", "/api/v1/work", null, Key(await NewKeyAsync(Role.Admin)))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(front.Client, "GET", "/metrics", null, Key(await NewKeyAsync(Role.Admin)))).Status);
    }

    [Fact]
    public async Task One_that_is_turned_off_has_none()
    {
        await using var front = await FrontEnd.StartAsync(Yard, services: null, [("Metrics:Enabled", "false")]);

        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(front.Client, "GET", "/metrics", null)).Status);
    }
}
