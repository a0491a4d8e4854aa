using Microsoft.AspNetCore.Http.Features;

namespace Switchyard.Tickets;

/// <summary>
/// Takes the token out of the original's paths before anything can log or trace them: lines about requests, scopes and
/// failures all read the request's path.
/// </summary>
internal sealed class HiddenTokens(IServiceProvider services) : IHttpContextFactory
{
    private static readonly string[] Prefixes = ["/status/", "/result/"];

    private readonly DefaultHttpContextFactory _factory = new(services);

    public HttpContext Create(IFeatureCollection featureCollection)
    {
        if (featureCollection.Get<IHttpRequestFeature>() is { } request && Find(request.Path) is > 0 and var place)
        {
            featureCollection.Set(new HiddenToken(request.Path[place..]));
            request.Path = request.RawTarget = $"{request.Path.AsSpan(0, place)}{HiddenToken.Shown}";
        }

        return _factory.Create(featureCollection);
    }

    public void Dispose(HttpContext httpContext) => _factory.Dispose(httpContext);

    /// <summary>Where the token begins; 0 when there is none.</summary>
    private static int Find(string path)
    {
        foreach (var prefix in Prefixes)
        {
            if (path.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                // All that follows, were it malformed in any way.
                var end = path.IndexOf('&', prefix.Length);
                return end >= 0 && end + 1 < path.Length ? end + 1 : 0;
            }
        }

        return 0;
    }
}

/// <summary>The token that stood in the path.</summary>
internal sealed record HiddenToken(string Value)
{
    /// <summary>What stands there instead.</summary>
    public const string Shown = "token";

    public override string ToString() => Shown;
}
