using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Switchyard.Hosting;
using Switchyard.Yard;

namespace Switchyard.Auth;

/// <summary>Every route says who may, and nobody else does.</summary>
public sealed partial class RouteRolesTests(YardCluster cluster) : AuthTest(cluster)
{
    // Classic routes, a door's own port and all else that settings open are routes, too.
    protected override (string Key, string Value)[] Settings =>
        [("Auth:Mode", "Keys"), ("Tickets:Classic:Service", "Dummy"), ("Doors:Expertise:Url", "http://127.0.0.1:0")];

    private RouteEndpoint[] Routes =>
        [.. FrontEnd.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    [Fact]
    public void Every_route_says_what_it_needs()
    {
        var silent = Routes
            .Where(route => route.Metadata.GetMetadata<AccessMark>() is null && route.Metadata.GetMetadata<OpenToAll>() is null)
            .Select(route => $"{Methods(route)} {route.RoutePattern.RawText}");

        Assert.Empty(silent);
        Assert.True(Routes.Length > 80, $"There are only {Routes.Length} routes.");
    }

    [Fact]
    public void Only_health_and_signing_in_are_open() => Assert.Equal(
        ["GET /health", "GET /health/alive", "GET /health/ready", "GET /login", "POST /login", "POST /logout"],
        Routes.Where(route => route.Metadata.GetMetadata<OpenToAll>() is not null)
            .Select(route => $"{Methods(route)} /{route.RoutePattern.RawText!.TrimStart('/')}")
            .Order(StringComparer.Ordinal));

    [Theory]
    [InlineData(Role.Viewer)]
    [InlineData(Role.Client)]
    [InlineData(Role.Worker)]
    [InlineData(Role.Operator)]
    public async Task Who_may_not_is_told_so_on_every_route(Role role)
    {
        var key = Key(await NewKeyAsync(role));
        var closed = Routes
            .Where(route => route.Metadata.GetMetadata<OpenToAll>() is null && !route.Metadata.GetMetadata<AccessMark>()!.Access.Permits(role))
            .ToArray();
        Assert.NotEmpty(closed);

        foreach (var route in closed)
        {
            // On the main port the paths of a door's own port may be another door's.
            var port = route.Metadata.GetMetadata<DoorRoute>()?.OwnPortAlone == true ? FrontEnd.App.Urls.Last() : FrontEnd.App.Urls.First();
            var path = $"{port}/{Parameter().Replace(route.RoutePattern.RawText!, "1").TrimStart('/')}";
            foreach (var method in route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"])
            {
                var status = await StatusAsync(method, path, key);
                Assert.True(status == HttpStatusCode.Forbidden, $"{role} {method} {path}: {status}");
            }
        }
    }

    /// <summary>The marks are as the contract has them; a mark of another kind would pass the tests above.</summary>
    [Theory]
    [InlineData("POST", "getWork", Role.Worker)]
    [InlineData("PUT", "storeResult/{table}/", Role.Worker)]
    [InlineData("PUT", "jobs/{jobId}", Role.Worker)]
    [InlineData("POST", "api/v1/jobs/claim", Role.Worker)]
    [InlineData("POST", "jobs", Role.Client)]
    [InlineData("POST", "request", Role.Client)]
    [InlineData("POST", "predict", Role.Client)]
    [InlineData("POST", "api/v1/tickets", Role.Client)]
    [InlineData("POST", "expertise", Role.Client)]
    [InlineData("POST", "downloads", Role.Client)]
    [InlineData("POST", "api/v1/work/{id:long}/cancel", Role.Client)]
    [InlineData("GET", "api/v1/work", Role.Viewer, Role.Client)]
    [InlineData("GET", "api/v1/work/{id:long}", Role.Viewer, Role.Client)]
    [InlineData("GET", "jobs", Role.Viewer, Role.Client, Role.Worker)]
    [InlineData("GET", "api/v1/queues", Role.Viewer)]
    [InlineData("GET", "api/v1/sources", Role.Viewer)]
    [InlineData("GET", "api/v1/tables", Role.Viewer)]
    [InlineData("GET", "downloadResults", Role.Viewer)]
    [InlineData("POST", "getStats", Role.Viewer)]
    [InlineData("GET", "", Role.Viewer)]
    [InlineData("POST", "api/v1/work/{id:long}/retry")]
    [InlineData("GET", "api/v1/audit")]
    [InlineData("POST", "api/v1/queues/{queue}/pause")]
    [InlineData("POST", "api/v1/sources/{name}/drain")]
    [InlineData("POST", "api/v1/tables/reset")]
    [InlineData("POST", "api/v1/tables/import")]
    [InlineData("POST", "maintenance-status")]
    [InlineData("POST", "api/v1/jobs/maintenance")]
    [InlineData("DELETE", "importable-datasets/{name}")]
    public void Roles_below_operators_may_as_the_contract_says(string method, string pattern, params Role[] roles)
    {
        var route = Assert.Single(Routes, route => Trim(route.RoutePattern.RawText!) == Trim(pattern)
            && (route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains(method) ?? true)
            && route.Metadata.GetMetadata<DoorRoute>()?.OwnPortAlone != true);

        Assert.Equal([.. roles, Role.Operator, Role.Admin], route.Metadata.GetMetadata<AccessMark>()!.Access.Roles);
    }

    [Fact]
    public void Keys_are_for_administrators_alone() => Assert.All(
        Routes.Where(route => route.RoutePattern.RawText!.Contains("api/v1/keys", StringComparison.Ordinal)),
        route => Assert.Equal([Role.Admin], route.Metadata.GetMetadata<AccessMark>()!.Access.Roles));

    [Fact]
    public async Task The_packages_own_mark_opens_nothing()
    {
        // Of packages that mark a route as open, some are among ours.
        var marked = Routes.Where(route => route.Metadata.GetMetadata<IAllowAnonymous>() is not null && route.Metadata.GetMetadata<OpenToAll>() is null);
        foreach (var route in marked)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("GET", "/" + Parameter().Replace(route.RoutePattern.RawText!, "1").TrimStart('/')));
        }
    }

    [Theory]
    [InlineData("GET", "/nothing/here")]
    [InlineData("DELETE", "/getWork")]
    public async Task What_is_no_route_is_told_to_who_has_a_role_alone(string method, string path)
    {
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(method, path));
        Assert.NotEqual(HttpStatusCode.Unauthorized, await StatusAsync(method, path, Key(await NewKeyAsync(Role.Worker))));
    }

    private static string Trim(string pattern) => pattern.Trim('/');

    private static string Methods(RouteEndpoint route) =>
        string.Join(',', route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]);

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
