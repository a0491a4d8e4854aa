using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Switchyard.Auth;

/// <summary>
/// The text of a key: <c>sy_</c>, the key's id, <c>_</c>, and 256 random bits. The id finds the key, so that the rest can be
/// compared in constant time.
/// </summary>
public static class KeySecret
{
    /// <summary>What every key begins with.</summary>
    public const string Prefix = "sy_";

    private const int IdLength = 12;
    private const int SecretLength = 32;
    private const string IdLetters = "abcdefghijklmnopqrstuvwxyz0123456789";

    private static readonly int TextLength = Prefix.Length + IdLength + 1 + Base64Url.GetEncodedLength(SecretLength);

    /// <summary>A new one. Only its hash is to be kept.</summary>
    public static (string Id, string Text) New()
    {
        var id = RandomNumberGenerator.GetString(IdLetters, IdLength);
        return (id, $"{Prefix}{id}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretLength))}");
    }

    /// <summary>The key's id; null when the text is not that of a key.</summary>
    public static string? IdOf(string text) =>
        text.Length == TextLength && text.StartsWith(Prefix, StringComparison.Ordinal) && text[Prefix.Length + IdLength] == '_'
            ? text.Substring(Prefix.Length, IdLength)
            : null;

    /// <summary>SHA-256 of the text.</summary>
    public static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
