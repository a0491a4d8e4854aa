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

    public SignInOutcome OfAccount(string user, string password) =>
        options.Has(AuthMode.Basic) && accounts.Verify(user, password) is { } identity ? SignInOutcome.As(identity) : SignInOutcome.Guessed;

    public async Task<SignInOutcome> OfKeyAsync(string text, CancellationToken cancellationToken) =>
        options.Has(AuthMode.Keys) ? await keys.VerifyAsync(text, cancellationToken) : SignInOutcome.Guessed;

    /// <exception cref="KeysUnavailableException">The issuer cannot be asked just now.</exception>
    public async Task<SignInOutcome> OfTokenAsync(string text, CancellationToken cancellationToken) =>
        tokens is null ? SignInOutcome.Guessed : await tokens.VerifyAsync(text, cancellationToken);

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
