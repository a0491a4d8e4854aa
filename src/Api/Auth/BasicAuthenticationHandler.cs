using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Switchyard.Auth;

/// <summary>HTTP Basic, as the originals' clients know it.</summary>
internal sealed class BasicAuthenticationHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, Guessing guessing, Credentials credentials)
    : CredentialHandler(options, logger, encoder, guessing)
{
    protected override string What => "a password";

    protected override bool IsSent => IsSentBy(Request);

    // A door's token may come in the same header, with or without a scheme.
    public static bool IsSentBy(HttpRequest request) =>
        request.Headers.Authorization.Any(value => value?.StartsWith(Credentials.Basic, StringComparison.OrdinalIgnoreCase) == true);

    protected override Task<SignInOutcome> VerifyAsync() => Task.FromResult(
        Read(Request.Headers.Authorization.ToString()) is var (user, password) ? credentials.OfAccount(user, password) : SignInOutcome.Guessed);

    private static (string User, string Password)? Read(string authorization)
    {
        if (!AuthenticationHeaderValue.TryParse(authorization, out var header)
            || !header.Scheme.Equals(Credentials.Basic, StringComparison.OrdinalIgnoreCase)
            || header.Parameter is null)
        {
            return null;
        }

        var bytes = new byte[header.Parameter.Length];
        if (!Convert.TryFromBase64String(header.Parameter, bytes, out var length))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : (text[..colon], text[(colon + 1)..]);
    }
}
