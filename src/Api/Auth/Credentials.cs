using System.Security.Claims;
using Switchyard.Configuration;

namespace Switchyard.Auth;

/// <summary>What proves who somebody is, each in its way; a way that is off knows nobody.</summary>
internal sealed class Credentials(AuthOptions options, Accounts accounts, KnownKeys keys, Tokens? tokens)
{
    // Names of schemes, and of the ways in the settings.
    public const string Basic = "Basic";
    public const string Keys = "Keys";
    public const string Jwt = "Jwt";

    /// <summary>Null when the name or the password is wrong.</summary>
    public ClaimsIdentity? OfAccount(string user, string password) => options.Has(AuthMode.Basic) ? accounts.Verify(user, password) : null;

    /// <summary>Null when it is no valid key.</summary>
    public async Task<ClaimsIdentity?> OfKeyAsync(string text, CancellationToken cancellationToken) =>
        options.Has(AuthMode.Keys) ? await keys.VerifyAsync(text, cancellationToken) : null;

    /// <summary>Null when it is no valid token.</summary>
    /// <exception cref="KeysUnavailableException">The issuer cannot be asked just now.</exception>
    public async Task<ClaimsIdentity?> OfTokenAsync(string text, CancellationToken cancellationToken)
    {
        try
        {
            return tokens is null ? null : await tokens.VerifyAsync(text, cancellationToken);
        }
        catch (TokenRefusedException)
        {
            return null;
        }
    }

    /// <summary>Whether somebody who signed in a while ago could do so now.</summary>
    public async Task<bool> AreStillGoodAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var proof = user.FindFirstValue(Person.Proof);
        return user.FindFirstValue(Person.Way) switch
        {
            Basic => options.Has(AuthMode.Basic) && accounts.IsStill(user.Identity?.Name ?? "", proof),
            Keys => options.Has(AuthMode.Keys) && await keys.IsStillAsync(user.FindFirstValue(Person.KeyId), proof, cancellationToken),
            Jwt => tokens?.IsStill(user.FindFirstValue(Person.End)) == true,
            _ => false,
        };
    }
}
