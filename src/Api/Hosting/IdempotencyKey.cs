namespace Switchyard.Hosting;

/// <summary>The header <c>Idempotency-Key</c>: the same key and body bring the first answer again.</summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";

    /// <summary>What it is for, for people.</summary>
    public const string Words = "1 to 200 visible characters: a request that is sent again under it makes nothing again, and gets the first answer; kept for 24 hours.";

    public const string OtherBody = "This Idempotency-Key came with another body before.";

    private const int Longest = 200;

    public static bool IsSent(HttpContext context) => context.Request.Headers.ContainsKey(Header);

    /// <returns>Null: none was sent, or it is refused. It counts for its sender alone.</returns>
    public static string? Read(HttpContext context, out string? refusal)
    {
        refusal = null;
        var sent = context.Request.Headers[Header];
        if (sent.Count == 0)
        {
            return null;
        }

        if (sent is [{ Length: >= 1 and <= Longest } key] && !key.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            return key;
        }

        refusal = $"{Header} must be 1 to {Longest} visible characters of ASCII.";
        return null;
    }
}
