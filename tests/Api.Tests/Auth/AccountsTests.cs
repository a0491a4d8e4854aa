using System.Net;
using Switchyard.Configuration;
using Switchyard.Yard;

namespace Switchyard.Auth;

public sealed class AccountsTests(YardCluster cluster) : AuthTest(cluster), IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    [Fact]
    public async Task Several_accounts_have_roles_and_passwords_from_files_and_hashes()
    {
        await File.WriteAllTextAsync(_file, "from a file\n", Cancelled);
        await using var front = await FrontEnd.StartAsync(
            Yard,
            services: null,
            ("Auth:Mode", "basic"),
            ("Auth:Basic:User", "root"),
            ("Auth:Basic:PasswordFile", _file),
            ("Auth:Basic:Users:0:User", "vic"),
            ("Auth:Basic:Users:0:PasswordHash", Accounts.HashOf("geheim")),
            ("Auth:Basic:Users:0:Role", "viewer"),
            ("Auth:Basic:Users:1:User", "jen"),
            ("Auth:Basic:Users:1:Password", "tab"),
            ("Auth:Basic:Users:1:Role", "worker"));

        foreach (var (user, password, path, status) in new[]
        {
            ("root", "from a file", "/api/v1/keys", HttpStatusCode.OK),
            ("root", "from a file\n", "/api/v1/keys", HttpStatusCode.Unauthorized),
            ("vic", "geheim", "/api/v1/queues", HttpStatusCode.OK),
            ("vic", "geheim", "/api/v1/keys", HttpStatusCode.Forbidden),
            ("vic", "Geheim", "/api/v1/queues", HttpStatusCode.Unauthorized),
            ("vic", "geheim", "/api/v1/queues", HttpStatusCode.OK),
            ("jen", "tab", "/api/v1/queues", HttpStatusCode.Forbidden),
            ("jen", "tab", "/api/v1/services", HttpStatusCode.OK),
            ("jen", "geheim", "/api/v1/services", HttpStatusCode.Unauthorized),
            ("nobody", "geheim", "/api/v1/services", HttpStatusCode.Unauthorized),
        })
        {
            Assert.Equal(status, (await SendAsync(front.Client, "GET", path, null, Basic(user, password))).Status);
        }

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(front.Client, "POST", "/getStats", null, Basic("vic", "geheim"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(front.Client, "POST", "/getWork?client=me", null, Basic("vic", "geheim"))).Status);
    }

    [Fact]
    public void A_session_ends_with_its_password_and_role()
    {
        var before = new AccountDefinition("Jen", "old", IsHash: false, Role.Viewer);
        var proof = new Accounts([before]).Verify("Jen", "old")!.FindFirst(Person.Proof)!.Value;

        Assert.True(new Accounts([before]).IsStill("Jen", proof));
        Assert.False(new Accounts([before]).IsStill("jen", proof));
        Assert.False(new Accounts([before with { Secret = "new" }]).IsStill("Jen", proof));
        Assert.False(new Accounts([before with { Role = Role.Admin }]).IsStill("Jen", proof));
        Assert.False(new Accounts([]).IsStill("Jen", proof));
        Assert.False(new Accounts([before]).IsStill("Jen", null));
    }

    [Fact]
    public async Task A_person_signs_in_and_out_on_a_page()
    {
        await using var front = await FrontEnd.StartAsync(
            Yard, services: null, ("Auth:Mode", "Basic,Keys"), ("Auth:Basic:User", "root"), ("Auth:Basic:Password", "geheim"));
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var browser = new HttpClient(handler) { BaseAddress = front.Client.BaseAddress };

        using var asked = new HttpRequestMessage(HttpMethod.Get, "/console/tables?status=queued");
        asked.Headers.Add("Accept", "text/html");
        using var sent = await browser.SendAsync(asked, Cancelled);
        Assert.Equal("/login?to=%2Fconsole%2Ftables%3Fstatus%3Dqueued", sent.Headers.Location!.OriginalString);

        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(browser, "/login", ("user", "root"), ("password", "geheim"))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(browser, "/login", await TokenAsync(browser), ("user", "root"), ("password", "no"))).StatusCode);
        var token = await TokenAsync(browser);
        using var signedIn = await PostAsync(browser, "/login", token, ("user", "root"), ("password", "geheim"), ("to", "/console/tables"));
        Assert.Equal("/console/tables", signedIn.Headers.Location!.OriginalString);
        var cookie = Assert.Single(signedIn.Headers.GetValues("Set-Cookie"), value => value.StartsWith(Sessions.Cookie, StringComparison.Ordinal));
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(browser, "GET", "/api/v1/queues", null)).Status);
        // The cookie acts from our own pages alone, also where a browser or a forger leaves out where it comes from.
        const string resume = "/api/v1/queues/tables/resume";
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(browser, "POST", resume, null)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(browser, "POST", resume, null, ("Origin", "http://evil.example"))).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(browser, "POST", resume, null, ("Sec-Fetch-Site", "same-origin"))).Status);

        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(browser, "/logout")).StatusCode);
        browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        Assert.Equal(HttpStatusCode.Found, (await PostAsync(browser, "/logout", await TokenAsync(browser))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(browser, "GET", "/api/v1/queues", null)).Status);
    }

    [Fact]
    public async Task A_session_by_a_key_ends_with_the_key_and_a_worker_has_none()
    {
        await using var front = await FrontEnd.StartAsync(Yard, services: null, KeysAlone);
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var browser = new HttpClient(handler) { BaseAddress = front.Client.BaseAddress };

        var worker = await NewKeyAsync(Role.Worker);
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(browser, "/login", await TokenAsync(browser), ("key", worker))).StatusCode);
        var viewer = await NewKeyAsync(Role.Viewer);
        using var signedIn = await PostAsync(browser, "/login", await TokenAsync(browser), ("key", viewer), ("to", "//evil.example"));
        Assert.Equal("/", signedIn.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(browser, "GET", "/api/v1/queues", null)).Status);

        Assert.True(await Yard.Grains.GetAccessKeys().RevokeAsync(KeySecret.IdOf(viewer)!));
        await Eventually.IsAsync(async () => (await SendAsync(browser, "GET", "/api/v1/queues", null)).Status == HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Guesses_on_the_page_count()
    {
        await using var front = await FrontEnd.StartAsync(
            Yard, services: null, ("Auth:Mode", "Basic"), ("Auth:Basic:User", "root"), ("Auth:Basic:Password", "geheim"));
        var token = await TokenAsync(front.Client);
        for (var guess = 0; guess < FailedSignIns.MostFailures; guess++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(front.Client, "/login", token, ("user", "root"), ("password", "no"))).StatusCode);
        }

        using var refused = await PostAsync(front.Client, "/login", token, ("user", "root"), ("password", "geheim"));
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
    }

    public void Dispose() => File.Delete(_file);

    private static async Task<(string, string)> TokenAsync(HttpClient browser)
    {
        const string name = "__RequestVerificationToken";
        var page = await browser.GetStringAsync("/login", Cancelled);
        var start = page.IndexOf("value=\"", page.IndexOf(name, StringComparison.Ordinal), StringComparison.Ordinal) + "value=\"".Length;
        return (name, page[start..page.IndexOf('"', start)]);
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient browser, string path, params (string Name, string Value)[] fields) => browser.PostAsync(
        path, new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))), Cancelled);
}
