using System.Security.Cryptography;
using Switchyard.Tasks.Wire;

namespace Switchyard.Tasks.Submission;

/// <summary>The header <c>Idempotency-Key</c>: the same key and body bring the first answer again.</summary>
internal static class IdempotencyKey
{
    private const string Header = "Idempotency-Key";
    private const int Longest = 200;

    public static bool IsSent(HttpContext context) => context.Request.Headers.ContainsKey(Header);

    /// <returns>Null: none was sent, or it is refused. It counts for the tasks' owner alone.</returns>
    public static string? Read(HttpContext context, out Refusal? refusal)
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

        return key;
    }

    public static byte[] HashOf(ReadOnlySpan<byte> body) => SHA256.HashData(body);
}
