using System.Globalization;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Switchyard.Auth;

/// <summary>A JWT as it came; nothing in it is true before <see cref="VerifyAsync"/>. Refusals have the words of the original's library.</summary>
internal sealed class SignedToken
{
    private const int Segments = 3;

    private static readonly string[] Algorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha512];
    private static readonly JsonWebTokenHandler Handler = new();

    private readonly JsonWebToken _token;
    private readonly JsonElement _claims;

    private SignedToken(JsonWebToken token, JsonElement claims)
    {
        _token = token;
        _claims = claims;
    }

    /// <summary>Names the key that should have signed it; null when it names none.</summary>
    public string? KeyId => _token.Kid is { Length: > 0 } id ? id : null;

    /// <summary>Whether its issuer signed it, be it valid or not.</summary>
    public bool IsSigned { get; private set; }

    /// <exception cref="TokenRefusedException">The text is no signed token of our algorithms.</exception>
    public static SignedToken Parse(string text)
    {
        if (text.Split('.').Length != Segments)
        {
            throw new TokenRefusedException("Not enough segments");
        }

        JsonWebToken token;
        JsonElement claims;
        try
        {
            token = new JsonWebToken(text);
            claims = JsonElement.Parse(Base64UrlEncoder.DecodeBytes(token.EncodedPayload));
        }
        catch (Exception malformed) when (malformed is ArgumentException or FormatException or JsonException or SecurityTokenException)
        {
            throw new TokenRefusedException("Invalid token");
        }

        return Algorithms.Contains(token.Alg)
            ? claims.ValueKind == JsonValueKind.Object ? new SignedToken(token, claims) : throw new TokenRefusedException("Invalid token")
            : throw new TokenRefusedException("The specified alg value is not allowed");
    }

    /// <summary>Its signature, then that it has what it must have, then that it is valid now, then whom it is for.</summary>
    /// <param name="audience">Must be among the token's audiences; null: any.</param>
    /// <exception cref="TokenRefusedException">Something is wrong with it.</exception>
    public async Task VerifyAsync(SecurityKey key, DateTimeOffset now, string? audience, params IReadOnlyList<string> required)
    {
        var signature = await Handler.ValidateTokenAsync(_token, new TokenValidationParameters
        {
            IssuerSigningKey = key,
            ValidAlgorithms = Algorithms,
            RequireSignedTokens = true,
            TryAllIssuerSigningKeys = true,
            // Those below say why not, by our clock.
            ValidateLifetime = false,
            ValidateAudience = false,
            ValidateIssuer = false,
            LogValidationExceptions = false,
        });
        if (!signature.IsValid)
        {
            throw new TokenRefusedException("Signature verification failed");
        }

        IsSigned = true;

        foreach (var claim in required)
        {
            if (!Has(claim))
            {
                throw Missing(claim);
            }
        }

        CheckTime(now.ToUnixTimeMilliseconds() / 1000.0);
        if (audience is not null)
        {
            CheckAudience(audience);
        }

        if (_claims.TryGetProperty("sub", out var subject) && subject.ValueKind != JsonValueKind.String)
        {
            throw new TokenRefusedException("Subject must be a string");
        }
    }

    /// <summary>The claim as text. It must be there.</summary>
    public string Text(string claim) => _claims.GetProperty(claim) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : _claims.GetProperty(claim).GetRawText();

    /// <summary>The words of a claim: its text, or the texts of its list; none when it is missing. Dots lead into objects.</summary>
    public IReadOnlyList<string> Words(string claim)
    {
        if (!_claims.TryGetProperty(claim, out var value))
        {
            value = _claims;
            foreach (var step in claim.Split('.'))
            {
                if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(step, out value))
                {
                    return [];
                }
            }
        }

        var all = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().AsEnumerable() : [value];
        return [.. all.Where(one => one.ValueKind == JsonValueKind.String).Select(one => one.GetString()!)];
    }

    private static TokenRefusedException Missing(string claim) => new($"Token is missing the \"{claim}\" claim");

    private bool Has(string claim) => _claims.TryGetProperty(claim, out var value) && value.ValueKind != JsonValueKind.Null;

    private void CheckTime(double now)
    {
        if (Seconds("iat", "Issued At") > now)
        {
            throw new TokenRefusedException("The token is not yet valid (iat)");
        }

        if (Seconds("nbf", "Not Before") > now)
        {
            throw new TokenRefusedException("The token is not yet valid (nbf)");
        }

        if (Seconds("exp", "Expiration Time") <= now)
        {
            throw new TokenRefusedException("Signature has expired");
        }
    }

    /// <summary>The whole seconds of what Python's <c>int()</c> takes for an integer; null when the claim is not there.</summary>
    private double? Seconds(string claim, string name)
    {
        if (!_claims.TryGetProperty(claim, out var value))
        {
            return null;
        }

        return value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetDouble(out var seconds) && double.IsFinite(seconds) => Math.Truncate(seconds),
            JsonValueKind.String when long.TryParse(value.GetString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var seconds) => seconds,
            _ => throw new TokenRefusedException($"{name} claim ({claim}) must be an integer."),
        };
    }

    private void CheckAudience(string audience)
    {
        var claim = _claims.GetProperty("aud");
        JsonElement[] all = claim.ValueKind == JsonValueKind.Array ? [.. claim.EnumerateArray()] : [claim];
        if (all is [] or [{ ValueKind: JsonValueKind.String }] && !all.Any(one => one.GetString() != ""))
        {
            throw Missing("aud");
        }

        if (!Array.TrueForAll(all, one => one.ValueKind == JsonValueKind.String))
        {
            throw new TokenRefusedException("Invalid claim format in token");
        }

        if (!Array.Exists(all, one => one.ValueEquals(audience)))
        {
            throw new TokenRefusedException("Audience doesn't match");
        }
    }
}

/// <summary>A token does not prove what it says; the message says why.</summary>
internal sealed class TokenRefusedException(string message) : Exception(message);
