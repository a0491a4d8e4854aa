using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Switchyard.Acceptance.Yard;
using Switchyard.Servers;

namespace Switchyard.Acceptance.Contract;

/// <summary>HTTP Basic and the door's own port, on one node.</summary>
public sealed class AuthTests(AuthTests.Fixture node) : IClassFixture<AuthTests.Fixture>
{
    private static readonly string[] Undescribed =
    [
        "/", "/console/tables", "/dashboard/", "/scalar", "/openapi/v1.json", "/_framework/blazor.web.js", "/_blazor", "/static/index.html", "/nothing",
    ];

    [Fact]
    public async Task Every_route_but_health_needs_the_account()
    {
        var known = node.Known;
        var description = (await known.GetAsync("/openapi/v1.json")).Is(HttpStatusCode.OK).Json;
        var routes = description["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(method => (Method: new HttpMethod(method.Key.ToUpperInvariant()), Path: path.Key)))
            .Concat(Undescribed.Select(path => (Method: HttpMethod.Get, Path: path)))
            .ToList();
        Assert.Contains(routes, route => route.Path == "/getWork");
        Assert.Contains(routes, route => route.Path == "/api/v1/tables/reset");

        foreach (var (method, path) in routes)
        {
            var answer = await node.Door.SendAsync(method, path);
            if (path == "/health" || path.StartsWith("/health/", StringComparison.Ordinal))
            {
                answer.Is(HttpStatusCode.OK);
                continue;
            }

            if (path.Contains("{token}", StringComparison.Ordinal))
            {
                // The token in the path is the ticket's own account, and this one is none.
                Assert.Contains(method == HttpMethod.Head ? "" : "wrong access token", answer.Text, StringComparison.Ordinal);
                continue;
            }

            Assert.True(answer.Status == HttpStatusCode.Unauthorized, $"{method} {path}: {answer.Status}");
            Assert.Equal("Basic realm=\"Authentication Required\"", answer.Header("WWW-Authenticate"));
            // A door words its refusals as its original does.
            Assert.Equal(method != HttpMethod.Head, answer.Text.Contains("Unauthorized Access", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("YourManagerUsername", "wrong")]
    [InlineData("yourmanagerusername", Fixture.Password)]
    [InlineData("", "")]
    public async Task A_wrong_account_is_none(string user, string password)
    {
        using var http = Client(node.Node.Process.Address, user, password);

        (await new Door(http).GetWorkAsync("me")).Is(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task With_the_account_all_is_as_without_authentication()
    {
        var door = node.Known;
        var package = await door.TakeAsync("me");
        (await door.StoreResultAsync(package.Name, "me", Result.Of(1, 0, "Q64"))).IsStored();
        Assert.Single(await door.ZipAsync("/downloadResults"));
        Assert.Contains("Switchyard", (await door.GetAsync("/")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_doors_own_port_serves_its_own_paths_alone()
    {
        using var http = Client(new Uri($"http://127.0.0.1:{node.Port}"), Fixture.User, Fixture.Password);
        var own = new Door(http);

        (await own.GetAsync("/test")).Is(HttpStatusCode.OK);
        (await own.PostAsync("/getStats")).Is(HttpStatusCode.OK);
        (await own.GetAsync("/health/ready")).Is(HttpStatusCode.OK);
        (await own.GetAsync("/getWork")).IsPage(HttpStatusCode.MethodNotAllowed);
        foreach (var path in new[] { "/api/v1/work", "/api/v1/tables", "/console/tables", "/dashboard/", "/scalar", "/openapi/v1.json", "/_framework/blazor.web.js" })
        {
            (await own.GetAsync(path)).Is(HttpStatusCode.NotFound);
        }

        // A person who opens it in a browser is led to the console.
        var root = (await own.GetAsync("/")).Is(HttpStatusCode.Redirect);
        Assert.Equal(node.Node.Process.Address, new Uri(root.Header("Location")!));

        using var stranger = new HttpClient { BaseAddress = http.BaseAddress };
        (await new Door(stranger).PostAsync("/getStats")).Is(HttpStatusCode.Unauthorized);
    }

    private static HttpClient Client(Uri address, string user, string password)
    {
        var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = address };
        http.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
        return http;
    }

    public sealed class Fixture : NodeFixture
    {
        public const string User = "YourManagerUsername";
        public const string Password = "p\u00e4ss:word";

        public int Port { get; } = FreePort.Take();

        /// <summary>The door to one who has the account.</summary>
        public Door Known { get; private set; } = null!;

        protected override string[] Settings =>
            ["Auth:Mode=Basic", $"Auth:Basic:User={User}", $"Auth:Basic:Password={Password}", $"Doors:Tables:Url=http://127.0.0.1:{Port}"];

        public override async ValueTask InitializeAsync()
        {
            // Without an account nobody may ask how far the import is.
            Node = await TablesNode.StartImportingAsync(Fill, Settings);
            Known = new Door(Client(Node.Process.Address, User, Password));
        }

        protected override void Fill(InputDirectory input) => input.WithSmallTables(3, 1);
    }
}
