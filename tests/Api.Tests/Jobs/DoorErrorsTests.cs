using System.Net;
using Switchyard.Yard;

namespace Switchyard.Jobs;

/// <summary>How the door says no where none of its handlers does.</summary>
public sealed class DoorErrorsTests(YardCluster cluster) : JobsTest(cluster)
{
    private const string NotFound = """{"detail":"Not Found"}""";
    private const string WrongMethod = """{"detail":"Method Not Allowed"}""";

    protected override (string Key, string Value)[] Settings => [("Doors:Jobs:Url", "http://127.0.0.1:0"), ("Doors:Tables:Url", "http://127.0.0.1:0")];

    [Theory]
    [InlineData("GET", "/nothing", HttpStatusCode.NotFound, NotFound)]
    [InlineData("GET", "/jobs/1/more", HttpStatusCode.NotFound, NotFound)]
    [InlineData("DELETE", "/jobs", HttpStatusCode.MethodNotAllowed, WrongMethod)]
    [InlineData("GET", "/api/v1/jobs", HttpStatusCode.NotFound, NotFound)]
    [InlineData("POST", "/getWork?client=me", HttpStatusCode.NotFound, NotFound)]
    public async Task On_its_own_port_everything_is_in_its_style(string method, string path, HttpStatusCode status, string body)
    {
        using var door = FrontEnd.ClientOf(FrontEnd.App.Urls.Last());
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        using var answer = await door.SendAsync(request, Cancelled);

        Assert.Equal((status, body), (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancelled)));
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.ToString());
    }

    [Fact]
    public async Task Its_own_port_serves_its_routes_and_health()
    {
        using var door = FrontEnd.ClientOf(FrontEnd.App.Urls.Last());

        Assert.Equal("[]", await door.GetStringAsync($"/targets/{NewTarget()}/jobs", Cancelled));
        Assert.Equal("\"I'm alive!\"", await door.GetStringAsync("/health/alive", Cancelled));
    }

    [Theory]
    [InlineData("GET", "/jobs/1/more", HttpStatusCode.NotFound, NotFound)]
    [InlineData("PATCH", "/jobs/1", HttpStatusCode.MethodNotAllowed, WrongMethod)]
    [InlineData("PUT", "/maintenance-status", HttpStatusCode.MethodNotAllowed, WrongMethod)]
    [InlineData("GET", "/targets/X", HttpStatusCode.NotFound, NotFound)]
    public async Task On_the_main_port_its_paths_are_in_its_style(string method, string path, HttpStatusCode status, string body) =>
        Assert.Equal((status, body), await SendAsync(new HttpMethod(method), path));

    [Theory]
    [InlineData("/nothing")]
    [InlineData("/jobsandmore")]
    [InlineData("/getWork")]
    public async Task Other_paths_of_the_main_port_are_not(string path) =>
        Assert.StartsWith("<!doctype html>", (await SendAsync(HttpMethod.Get, path)).Body, StringComparison.Ordinal);

    [Fact]
    public async Task On_another_doors_port_its_paths_are_not()
    {
        using var tables = FrontEnd.ClientOf(FrontEnd.App.Urls.SkipLast(1).Last());

        using var answer = await tables.GetAsync("/jobs", Cancelled);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_cluster_that_is_away_is_503()
    {
        const string Away = "AWAY";
        using var away = Yard.Faults.On<IJobQueriesGrain>(
            nameof(IJobQueriesGrain.ListAsync), call => call.Argument<JobFilter>(0).Target == Away, _ => throw new SiloUnavailableException("gone"));

        using var answer = await Client.GetAsync($"/targets/{Away}/jobs", Cancelled);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("1", answer.Headers.RetryAfter!.ToString());
        Assert.Equal(
            """{"message":"The cluster cannot answer just now. Try again shortly."}""", await answer.Content.ReadAsStringAsync(Cancelled));
    }

    [Fact]
    public async Task A_fault_of_the_program_is_500_without_its_words()
    {
        const string Faulty = "FAULTY";
        using var fault = Yard.Faults.On<IJobQueriesGrain>(
            nameof(IJobQueriesGrain.ListAsync), call => call.Argument<JobFilter>(0).Target == Faulty, _ => throw new InvalidOperationException("secret detail"));

        Assert.Equal(
            (HttpStatusCode.InternalServerError, """{"message":"Internal Server Error"}"""),
            await SendAsync(HttpMethod.Get, $"/targets/{Faulty}/jobs"));
    }

    [Fact]
    public async Task A_url_that_is_no_text_is_refused_in_its_style() => Assert.Equal(
        (HttpStatusCode.BadRequest, """{"message":"The URL holds a NUL character or half of a surrogate pair."}"""),
        await SendAsync(HttpMethod.Get, "/jobs?status=%00"));

    [Fact]
    public async Task A_page_of_another_site_is_refused_in_its_style() => Assert.Equal(
        (HttpStatusCode.Forbidden, """{"message":"A page of another site may not send this request."}"""),
        await SendAsync(HttpMethod.Post, "/jobs", "{}", ("Origin", "https://evil.example")));
}
