using System.Net;

namespace Switchyard.Client.Http;

/// <summary>Which failures pass, so that the same request may be made again.</summary>
internal static class TransientRule
{
    /// <summary>What a node asks for is kept no longer than this.</summary>
    public static readonly TimeSpan LongestRetryAfter = TimeSpan.FromMinutes(1);

    /// <param name="repeatable">Whether the request may have been carried out already, and does no harm a second time.</param>
    public static bool Passes(HttpStatusCode status, bool repeatable) => status switch
    {
        // Refused before anything was done.
        HttpStatusCode.TooManyRequests => true,
        HttpStatusCode.RequestTimeout => repeatable,
        HttpStatusCode.NotImplemented or HttpStatusCode.HttpVersionNotSupported => false,
        >= HttpStatusCode.InternalServerError => repeatable,
        _ => false,
    };

    public static bool Passes(Exception failure, bool repeatable) => failure switch
    {
        // Nothing was sent.
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.ProxyTunnelError } => true,
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError or HttpRequestError.ConfigurationLimitExceeded or HttpRequestError.UserAuthenticationError } => false,
        HttpRequestException or IOException => repeatable,
        SwitchyardException refused => Passes(refused.Status, repeatable),
        _ => false,
    };

    /// <summary>How long the node asks to be left alone.</summary>
    /// <returns>Null: it does not.</returns>
    public static TimeSpan? RetryAfter(HttpResponseMessage answer, DateTimeOffset now)
    {
        var asked = answer.Headers.RetryAfter switch
        {
            { Delta: { } span } => span,
            { Date: { } date } => date - now,
            _ => (TimeSpan?)null,
        };
        return asked is { } some ? TimeSpan.FromTicks(Math.Clamp(some.Ticks, 0, LongestRetryAfter.Ticks)) : null;
    }
}
