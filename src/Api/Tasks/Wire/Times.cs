using System.Text.Json;

namespace Switchyard.Tasks.Wire;

/// <summary>Times as they are stored: in UTC, in whole milliseconds.</summary>
internal static class Times
{
    /// <summary>What a time looks like, for people.</summary>
    public const string Form = "a time with its offset, such as 2026-01-31T12:00:00Z";

    /// <returns>False: it is none, or does not say its offset. The reader has not moved.</returns>
    public static bool TryRead(ref Utf8JsonReader json, out DateTimeOffset time)
    {
        time = default;
        if (json.TokenType != JsonTokenType.String || !HasOffset(json.ValueSpan) || !json.TryGetDateTimeOffset(out var read))
        {
            return false;
        }

        time = Whole(read);
        return true;
    }

    public static DateTimeOffset Whole(DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);

    /// <summary>The end of a span; the last of all times where it is beyond.</summary>
    public static DateTimeOffset After(DateTimeOffset start, TimeSpan span) =>
        span < DateTimeOffset.MaxValue - start ? Whole(start + span) : Whole(DateTimeOffset.MaxValue);

    /// <summary>What has none would be read in this machine's zone.</summary>
    private static bool HasOffset(ReadOnlySpan<byte> text) =>
        text.Length > "yyyy-MM-dd".Length && (text[^1] == 'Z' || text["yyyy-MM-dd".Length..].ContainsAny((byte)'+', (byte)'-'));
}
