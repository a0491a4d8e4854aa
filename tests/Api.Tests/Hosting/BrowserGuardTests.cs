using System.Net;
using Switchyard.Yard;

namespace Switchyard.Hosting;

public sealed class BrowserGuardTests(YardCluster cluster) : YardTest(cluster)
{
    private string Authority => Client.BaseAddress!.Authority;

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "http://localhost:1")]
    [InlineData("Origin", "null")]
    public async Task A_page_of_another_site_may_not_act(string header, string value)
    {
        foreach (var path in new[] { "/api/v1/queues/tables/resume", "/getWork?client=me" })
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(HttpMethod.Post, path, (header, value))).StatusCode);
        }

        var problem = await SendAsync(HttpMethod.Post, "/api/v1/queues/tables/resume", (header, value));
        Assert.Contains("urn:switchyard:problem:cross-site", await problem.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Our_own_page_and_a_program_may_act()
    {
        const string Path = "/api/v1/queues/tables/resume";
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Post, Path)).StatusCode);
        Assert.Equal(
            HttpStatusCode.OK,
            (await SendAsync(HttpMethod.Post, Path, ("Origin", $"http://{Authority}"), ("Sec-Fetch-Site", "same-origin"))).StatusCode);
        // Behind a proxy that ends TLS the page's scheme is another one.
        Assert.Equal(
            HttpStatusCode.OK,
            (await SendAsync(HttpMethod.Post, Path, ("Host", "yard.localhost"), ("Origin", "https://yard.localhost"))).StatusCode);
    }

    [Fact]
    public async Task A_page_of_another_site_may_link_here() =>
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Get, "/test", ("Sec-Fetch-Site", "cross-site"))).StatusCode);

    [Theory]
    [InlineData("/expertise/results?jobId=1&deleteOnGet=true", "Sec-Fetch-Site", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("/expertise/results?jobId=1&DELETEONGET=True", "Sec-Fetch-Site", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("/expertise/results?job_id=1&delete_on_get=true", "Origin", "http://evil.example", HttpStatusCode.Forbidden)]
    // Another port of this machine: an image there sends no origin.
    [InlineData("/expertise/results?jobId=1&deleteOnGet=true", "Sec-Fetch-Site", "same-site", HttpStatusCode.Forbidden)]
    [InlineData("/expertise/results?jobId=1", "Sec-Fetch-Site", "cross-site", HttpStatusCode.NotFound)]
    [InlineData("/expertise/results?jobId=1&deleteOnGet=true", "Sec-Fetch-Site", "same-origin", HttpStatusCode.NotFound)]
    [InlineData("/expertise/results?jobId=1&deleteOnGet=true", "Sec-Fetch-Site", "none", HttpStatusCode.NotFound)]
    [InlineData("/expertise/results?jobId=1&deleteOnGet=true", "Accept", "*/*", HttpStatusCode.NotFound)]
    public async Task A_page_of_another_site_may_not_delete_by_a_look(string path, string header, string value, HttpStatusCode status) =>
        Assert.Equal(status, (await SendAsync(HttpMethod.Get, path, (header, value), ("Authorization", "me"))).StatusCode);

    [Fact]
    public async Task A_page_of_another_site_may_not_open_a_web_socket() => Assert.Equal(
        HttpStatusCode.Forbidden,
        (await SendAsync(
            HttpMethod.Get, "/_blazor", ("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Origin", "http://evil.example"))).StatusCode);

    [Theory]
    [InlineData("evil.example", HttpStatusCode.BadRequest)]
    [InlineData("evil.example:5000", HttpStatusCode.BadRequest)]
    [InlineData("127.0.0.1.evil.example", HttpStatusCode.BadRequest)]
    [InlineData("192.168.1.7", HttpStatusCode.BadRequest)]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("LOCALHOST:81", HttpStatusCode.OK)]
    [InlineData("yard.localhost", HttpStatusCode.OK)]
    [InlineData("[::1]:5000", HttpStatusCode.OK)]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    [InlineData("yard.example", HttpStatusCode.BadRequest)]
    public async Task An_open_node_on_loopback_answers_only_to_names_of_its_machine(string host, HttpStatusCode status) =>
        Assert.Equal(status, (await SendAsync(HttpMethod.Get, "/test", ("Host", host))).StatusCode);

    [Fact]
    public async Task A_name_that_is_configured_is_its_own()
    {
        await using var named = await FrontEnd.StartAsync(Yard, services: null, ("AllowedHosts", "yard.example"));
        using var request = new HttpRequestMessage(HttpMethod.Get, named.Client.BaseAddress + "test");
        request.Headers.Host = "yard.example";

        Assert.Equal(HttpStatusCode.OK, (await named.Client.SendAsync(request, Cancelled)).StatusCode);
    }

    [Fact]
    public async Task Behind_a_proxy_the_browsers_word_and_configured_names_count()
    {
        const string Path = "/api/v1/queues/tables/resume";
        Assert.Equal(
            HttpStatusCode.OK,
            (await SendAsync(HttpMethod.Post, Path, ("Origin", "https://yard.example"), ("Sec-Fetch-Site", "same-origin"))).StatusCode);

        await using var named = await FrontEnd.StartAsync(Yard, services: null, ("AllowedHosts", "yard.example;127.0.0.1"));
        foreach (var (origin, status) in new[]
        {
            ("http://yard.example", HttpStatusCode.OK),
            ("http://evil.example", HttpStatusCode.Forbidden),
            ("http://127.0.0.1:1", HttpStatusCode.Forbidden),
        })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, named.Client.BaseAddress + Path[1..]);
            request.Headers.Add("Origin", origin);
            Assert.Equal(status, (await named.Client.SendAsync(request, Cancelled)).StatusCode);
        }
    }

    [Fact]
    public async Task With_accounts_any_name_will_do()
    {
        await using var closed = await FrontEnd.StartAsync(
            Yard, services: null, ("Auth:Mode", "Basic"), ("Auth:Basic:User", "u"), ("Auth:Basic:Password", "p"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health/alive");
        request.Headers.Host = "yard.example";

        Assert.Equal(HttpStatusCode.OK, (await closed.Client.SendAsync(request, Cancelled)).StatusCode);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Client.SendAsync(request, Cancelled);
    }
}
