using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Switchyard.Auth;

/// <summary>Bearer tokens of an issuer, verified as those of the doors are.</summary>
internal sealed class JwtAuthenticationHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, Guessing guessing, Credentials credentials)
    : CredentialHandler(options, logger, encoder, guessing)
{
    protected override string What => "a token";

    protected override bool IsSent => SentBy(Request) is not null;

    public static string? SentBy(HttpRequest request) =>
        BearerToken.Of(request) is { } token && !token.StartsWith(KeySecret.Prefix, StringComparison.Ordinal) ? token : null;

    protected override Task<SignInOutcome> VerifyAsync() => credentials.OfTokenAsync(SentBy(Request)!, Context.RequestAborted);
}
