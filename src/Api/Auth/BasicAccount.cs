using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Switchyard.Auth;

/// <summary>The one account of HTTP Basic, kept as hashes.</summary>
public sealed class BasicAccount(string user, string password)
{
    private readonly byte[] _user = Hash(user);
    private readonly byte[] _password = Hash(password);

    /// <summary>The user's name, when an <c>Authorization</c> header names this account; null otherwise.</summary>
    /// <remarks>Takes as long whether the name, the password or nothing is wrong.</remarks>
    public string? Verify(string? authorization)
    {
        if (!AuthenticationHeaderValue.TryParse(authorization, out var header)
            || !header.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase)
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
        if (colon < 0)
        {
            return null;
        }

        var userMatches = CryptographicOperations.FixedTimeEquals(_user, Hash(text[..colon]));
        var passwordMatches = CryptographicOperations.FixedTimeEquals(_password, Hash(text[(colon + 1)..]));
        return userMatches & passwordMatches ? text[..colon] : null;
    }

    private static byte[] Hash(string value) => SHA256.HashData(Encoding.UTF8.GetBytes(value));
}
