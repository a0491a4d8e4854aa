using System.Buffers.Text;
using System.Text.Json;

namespace Switchyard.Hosting;

/// <summary>Reads spans of time in each of their three forms: a number of seconds, ISO 8601, <c>hh:mm:ss</c>.</summary>
internal static class Spans
{
    /// <summary>What a span looks like, for people.</summary>
    public const string Forms = "a number of seconds, a duration of ISO 8601 such as PT1M30S, or hh:mm:ss";

    /// <summary>Nothing is longer: a hundred years.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromDays(36_500);

    private const int LongestText = 50;

    /// <returns>False: it is none, is negative, or longer than <see cref="Longest"/>.</returns>
    public static bool TryRead(ref Utf8JsonReader json, out TimeSpan span)
    {
        span = default;
        switch (json.TokenType)
        {
            case JsonTokenType.Number:
                return json.TryGetDecimal(out var seconds) && TryMake(seconds, out span);
            case JsonTokenType.String when json.ValueIsEscaped || json.ValueSpan.Length > LongestText:
                return false;
            case JsonTokenType.String:
                return TryRead(json.ValueSpan, out span);
            default:
                json.Skip();
                return false;
        }
    }

    /// <param name="text">In ISO 8601's form, or <c>hh:mm:ss</c>.</param>
    /// <inheritdoc cref="TryRead(ref Utf8JsonReader, out TimeSpan)"/>
    public static bool TryRead(ReadOnlySpan<byte> text, out TimeSpan span)
    {
        decimal? seconds = text is [(byte)'P', .. var duration] ? OfDuration(duration) : OfClock(text);
        span = default;
        return seconds is { } known && TryMake(known, out span);
    }

    private static bool TryMake(decimal seconds, out TimeSpan span)
    {
        var fits = seconds >= 0 && seconds <= (decimal)Longest.TotalSeconds;
        span = fits ? new TimeSpan((long)(seconds * TimeSpan.TicksPerSecond)) : default;
        return fits;
    }

    /// <summary><c>nW</c>, or <c>nDTnHnMnS</c> of which any may be missing, but not all. The last may have a fraction. Years and months have no one length.</summary>
    private static decimal? OfDuration(ReadOnlySpan<byte> text)
    {
        var units = "WDHMS"u8;
        ReadOnlySpan<int> lengths = [604_800, 86_400, 3600, 60, 1];
        var (seconds, next, isTime, wasFraction) = (0m, 0, false, false);
        do
        {
            if (!isTime && text is [(byte)'T', .. var time])
            {
                text = time;
                (isTime, next) = (true, Math.Max(next, 2));
            }

            if (wasFraction || !TryTakeNumber(ref text, out var number, out wasFraction) || text.IsEmpty)
            {
                return null;
            }

            var unit = units[next..].IndexOf(text[0]);
            if (unit < 0 || (next += unit) >= 2 != isTime)
            {
                return null;
            }

            seconds += number * lengths[next];
            // Weeks stand alone.
            next = next == 0 ? units.Length : next + 1;
            text = text[1..];
        }
        while (!text.IsEmpty);
        return seconds;
    }

    /// <summary><c>hh:mm:ss</c>, with days and a dot before it or without, with a fraction or without. Without days there may be more than 23 hours.</summary>
    private static decimal? OfClock(ReadOnlySpan<byte> text)
    {
        var days = 0m;
        if (text.IndexOf((byte)':') is var hours and > 0 && text[..hours].IndexOf((byte)'.') is var dot and >= 0)
        {
            if (!TryTakeWhole(text[..dot], out days))
            {
                return null;
            }

            text = text[(dot + 1)..];
        }

        var colon = text.IndexOf((byte)':');
        return colon >= 1
            && TryTakeWhole(text[..colon], out var hour)
            && (days == 0 || hour < 24)
            && text[(colon + 1)..] is { Length: >= 5 } rest
            && rest[2] == ':'
            && TryTakeWhole(rest[..2], out var minute)
            && minute < 60
            && TryTakeWhole(rest[3..5], out var second)
            && second < 60
            && TryTakeFraction(rest[5..], out var fraction)
            ? (days * 86_400) + (hour * 3600) + (minute * 60) + second + fraction
            : null;
    }

    private static bool TryTakeFraction(ReadOnlySpan<byte> text, out decimal fraction)
    {
        fraction = 0;
        return text.IsEmpty
            || (text is [(byte)'.', >= (byte)'0' and <= (byte)'9', ..] && Utf8Parser.TryParse(text, out fraction, out var length) && length == text.Length);
    }

    private static bool TryTakeWhole(ReadOnlySpan<byte> text, out decimal number)
    {
        number = 0;
        return text.Length is >= 1 and <= 10
            && !text.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && Utf8Parser.TryParse(text, out number, out _);
    }

    private static bool TryTakeNumber(ref ReadOnlySpan<byte> text, out decimal number, out bool isFraction)
    {
        (number, isFraction) = (0, false);
        var length = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (length is < 1 or > 10 || !TryTakeWhole(text[..length], out number))
        {
            return false;
        }

        text = text[length..];
        if (text[0] is (byte)'.' or (byte)',')
        {
            var digits = text[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            if (digits is < 1 or > 10 || !TryTakeWhole(text[1..(digits + 1)], out var parts))
            {
                return false;
            }

            for (var place = 0; place < digits; place++)
            {
                parts /= 10;
            }

            (number, isFraction) = (number + parts, true);
            text = text[(digits + 1)..];
        }

        return true;
    }
}
