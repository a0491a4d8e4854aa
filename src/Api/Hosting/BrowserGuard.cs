using Switchyard.Configuration;

namespace Switchyard.Hosting;

/// <summary>
/// Keeps web pages from driving the node through a person's browser: requests that act must come from our own pages,
/// and an open node on loopback answers only to names that mean this machine (else a page whose name is pointed at
/// 127.0.0.1 would be "our own"). Programs that are no browser send neither header and pass.
/// </summary>
internal sealed class BrowserGuard(
    RequestDelegate next, ListenUrls urls, AuthOptions auth, IConfiguration configuration, IEnumerable<ActingQuery> actingQueries)
{
    private readonly string[] _actingQueries = [.. actingQueries.Select(query => query.Parameter)];

    private readonly bool _checkHost = auth.IsOpen && urls.AreLoopback;

    private readonly HashSet<string> _allowed = new(AllowedHosts(configuration), StringComparer.OrdinalIgnoreCase);

    private readonly HashSet<string> _listened =
        new(urls.All.Select(url => BindingAddress.Parse(url).Host), StringComparer.OrdinalIgnoreCase);

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (_checkHost && request.Host.HasValue && !Serves(request.Host.Host))
        {
            return Refuse(
                context, StatusCodes.Status400BadRequest, "foreign-host", "This node answers only to the names of its own machine.");
        }

        if ((IsAct(request) || HasActingQuery(request)) && IsForeign(request))
        {
            return Refuse(
                context, StatusCodes.Status403Forbidden, "cross-site", "A page of another site may not send this request.");
        }

        return next(context);
    }

    /// <summary>Whether a browser says that one of our own pages sends it.</summary>
    public static bool IsOwnPage(HttpRequest request) => Site(request) switch
    {
        "SAME-ORIGIN" => true,
        "" => request.Headers.Origin.ToString() is { Length: > 0 } origin && IsOwnOrigin(request, origin),
        _ => false,
    };

    private static IEnumerable<string> AllowedHosts(IConfiguration configuration) => (configuration["AllowedHosts"] ?? "")
        .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Where(host => host != "*");

    /// <summary>A name of this machine is shared by all that listens on it.</summary>
    private bool IsOwnName(string host) => _allowed.Contains(host) && !ListenUrls.IsLoopbackHost(host);

    private bool Serves(string host) => ListenUrls.IsLoopbackHost(host) || _listened.Contains(host) || _allowed.Contains(host);

    /// <summary>Whether a request is no mere look, by its method.</summary>
    public static bool IsAct(HttpRequest request) =>
        !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
        || request.Headers.Upgrade.Count > 0
        // A WebSocket over HTTP/2 is an extended CONNECT, which is no GET.
        || HttpMethods.IsConnect(request.Method);

    private bool HasActingQuery(HttpRequest request) =>
        _actingQueries.Length > 0 && request.Query.Keys.Any(key => _actingQueries.Contains(key, StringComparer.OrdinalIgnoreCase));

    /// <remarks>
    /// The browser's own word comes first: behind a proxy the page's origin need not be the host that we are asked for. A
    /// browser that says nothing (over plain HTTP, say) is judged by the origin. Another port of the same host is the same site
    /// and another origin; a link or an image there sends no origin.
    /// </remarks>
    private bool IsForeign(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        return Site(request) switch
        {
            "CROSS-SITE" => true,
            "SAME-ORIGIN" => false,
            "SAME-SITE" when origin.Length == 0 => true,
            _ => origin.Length > 0
                && !IsOwnOrigin(request, origin)
                && !(Uri.TryCreate(origin, UriKind.Absolute, out var uri) && IsOwnName(uri.Host)),
        };
    }

    private static string Site(HttpRequest request) => request.Headers["Sec-Fetch-Site"].ToString().ToUpperInvariant();

    private static bool IsOwnOrigin(HttpRequest request, string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && uri.Authority.Equals(Authority(request, uri.Scheme), StringComparison.OrdinalIgnoreCase);

    /// <summary>The request's own host and port, written as a URL of the scheme writes them (a default port left out).</summary>
    private static string Authority(HttpRequest request, string scheme) =>
        Uri.TryCreate($"{scheme}://{request.Host.Value}", UriKind.Absolute, out var own) ? own.Authority : "";

    private static Task Refuse(HttpContext context, int status, string type, string detail)
    {
        IResult answer = Failures.IsOperatorApi(context.Request.Path)
            ? Problem.Of(status, type, detail)
            : Failures.Answer(context, status, detail);
        return answer.ExecuteAsync(context);
    }
}
