using System.Globalization;
using System.Security.Claims;
using Switchyard.Configuration;
using Switchyard.Hosting;

namespace Switchyard.Auth;

/// <summary>Tokens of an issuer that the settings name.</summary>
internal sealed class Tokens(JwksKeys keys, JwtOptions options, TimeProvider time)
{
    private const string Subject = "sub";
    private const string End = "exp";
    private const int LongestName = 200;

    /// <summary>Who it is, with the roles that the token has, which may be none.</summary>
    /// <exception cref="KeysUnavailableException">The issuer cannot be asked just now.</exception>
    public async Task<SignInOutcome> VerifyAsync(string text, CancellationToken cancellationToken)
    {
        SignedToken? token = null;
        try
        {
            token = SignedToken.Parse(text);
            return SignInOutcome.As(await VerifyAsync(token, cancellationToken));
        }
        catch (TokenRefusedException)
        {
            return token?.IsSigned == true ? SignInOutcome.Ended : SignInOutcome.Guessed;
        }
    }

    /// <summary>Whether the token by which somebody signed in has not ended.</summary>
    public bool IsStill(string? end) =>
        double.TryParse(end, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds > time.GetUtcNow().ToUnixTimeSeconds();

    private async Task<ClaimsIdentity> VerifyAsync(SignedToken token, CancellationToken cancellationToken)
    {
        var key = token.KeyId is { } id ? await keys.FindAsync(id, cancellationToken) : null;
        if (key is null)
        {
            throw new TokenRefusedException("Unable to find a signing key that matches the token's kid");
        }

        await token.VerifyAsync(key, time.GetUtcNow(), options.Audience, "aud", Subject, End);
        if (options.Issuer is not null && !token.Words("iss").SequenceEqual([options.Issuer]))
        {
            throw new TokenRefusedException("Invalid issuer");
        }

        var name = token.Text(Subject);
        if (name.Length is 0 or > LongestName || !OutsideText.IsSound(name))
        {
            throw new TokenRefusedException("The sub claim cannot be stored");
        }

        var roles = token.Words(options.RoleClaim).Select(KeyRules.RoleOf).OfType<Role>().Distinct();
        return Person.Of(name, Credentials.Jwt, roles, [new Claim(Person.End, token.Text(End), ClaimValueTypes.Double)]);
    }
}
