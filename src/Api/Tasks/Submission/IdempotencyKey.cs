using System.Security.Cryptography;
using Switchyard.Tasks.Wire;

namespace Switchyard.Tasks.Submission;

/// <summary>The header <c>Idempotency-Key</c>: the same key and body bring the first answer again.</summary>
internal static class IdempotencyKey
{
    private const string Header = "Idempotency-Key";
    private const int Longest = 200;

    public static bool IsSent(HttpContext context) => context.Request.Headers.ContainsKey(Header);

    /// <returns>The key as the account's alone; null: none was sent.</returns>
    public static string? Read(HttpContext context, string? account, out Refusal? refusal)
    {
        refusal = null;
        var sent = context.Request.Headers[Header];
        if (sent.Count == 0)
        {
            return null;
        }

        if (sent is not [{ Length: >= 1 and <= Longest } key] || key.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            refusal = Refusal.Invalid($"{Header} must be 1 to {Longest} visible characters of ASCII.");
            return null;
        }

        // A key has no space, so that the last one ends the account's name.
        return $"{account} {key}";
    }

    public static byte[] HashOf(ReadOnlySpan<byte> body) => SHA256.HashData(body);
}
