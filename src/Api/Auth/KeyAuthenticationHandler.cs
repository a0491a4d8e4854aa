using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Switchyard.Configuration;

namespace Switchyard.Auth;

/// <summary>Our own keys: <c>Authorization: Bearer sy_...</c>, or in <c>X-API-Key</c>.</summary>
internal sealed class KeyAuthenticationHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, Guessing guessing, Credentials credentials)
    : CredentialHandler(options, logger, encoder, guessing)
{
    protected override string What => "a key";

    /// <remarks>What a door has a word on in the same header is not judged twice.</remarks>
    protected override bool IsSent => SentBy(Request) is not null && RouteGate.Of(Context).All(gate => gate.IsRight(Context) is null);

    public static string? SentBy(HttpRequest request) =>
        BearerToken.Of(request) is { } token && token.StartsWith(KeySecret.Prefix, StringComparison.Ordinal) ? token
        : request.Headers[ApiKey.Header] is [{ Length: > 0 } key] ? key
        : null;

    /// <summary>Whether a request has a key of ours, right or wrong, and the node takes them.</summary>
    public static bool Takes(HttpContext context) =>
        SentBy(context.Request)?.StartsWith(KeySecret.Prefix, StringComparison.Ordinal) == true
        && context.RequestServices.GetRequiredService<AuthOptions>().Has(AuthMode.Keys);

    protected override Task<SignInOutcome> VerifyAsync() => credentials.OfKeyAsync(SentBy(Request)!, Context.RequestAborted);
}
