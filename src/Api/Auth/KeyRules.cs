using System.Globalization;
using System.Text.Json;
using System.Xml;
using Switchyard.Hosting;

namespace Switchyard.Auth;

/// <summary>What a key may be like. Pure.</summary>
internal static class KeyRules
{
    public const string NoEnd =
        "expires must be a time to come, or a span from now: a number of seconds, ISO 8601 such as P90D, or d.hh:mm:ss.";

    private const int MostBounds = 100;
    private const int LongestBound = 100;

    /// <summary>Null when nothing is wrong.</summary>
    /// <param name="known">The names of all doors.</param>
    public static string? WhyWrong(
        string? name, string? role, IReadOnlyList<string>? doors, IReadOnlyList<string>? queues, IReadOnlyCollection<string> known) =>
        name is not { Length: > 0 and <= AccessKey.LongestName } || string.IsNullOrWhiteSpace(name) || !OutsideText.IsSound(name) || name.Any(char.IsControl)
            ? $"name must be 1 to {AccessKey.LongestName} characters, none of them a control character."
        : RoleOf(role) is null ? $"role must be one of {string.Join(", ", Words())}."
        : doors?.Any(door => !known.Contains(door, StringComparer.OrdinalIgnoreCase)) == true ? $"doors may name {string.Join(", ", known)}."
        : !AreBounds(queues) ? $"queues must be at most {MostBounds} names of 1 to {LongestBound} of A-Z a-z 0-9 . _ -"
        : null;

    /// <summary>Null when the word names none.</summary>
    public static Role? RoleOf(string? word)
    {
        foreach (var role in Enum.GetValues<Role>())
        {
            if (role.ToString().Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return role;
            }
        }

        return null;
    }

    /// <param name="value">As it was sent; nothing is no end.</param>
    public static bool TryReadEnd(JsonElement? value, DateTimeOffset now, out DateTimeOffset? end)
    {
        end = null;
        return value?.ValueKind switch
        {
            null or JsonValueKind.Null or JsonValueKind.Undefined => true,
            JsonValueKind.Number => value.Value.TryGetDouble(out var seconds) && TryAdd(now, seconds, out end),
            JsonValueKind.String => TryReadEnd(value.Value.GetString()!, now, out end),
            _ => false,
        };
    }

    public static bool TryReadEnd(string text, DateTimeOffset now, out DateTimeOffset? end)
    {
        end = null;
        var culture = CultureInfo.InvariantCulture;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, culture, out var seconds))
        {
            return TryAdd(now, seconds, out end);
        }

        if (TimeSpan.TryParse(text, culture, out var span) || TryReadDuration(text, out span))
        {
            return TryAdd(now, span.TotalSeconds, out end);
        }

        if (DateTimeOffset.TryParse(text, culture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) && time > now)
        {
            end = time;
            return true;
        }

        return false;
    }

    private static bool TryAdd(DateTimeOffset now, double seconds, out DateTimeOffset? end)
    {
        var isSpan = seconds > 0 && seconds < (DateTimeOffset.MaxValue - now).TotalSeconds;
        end = isSpan ? now.AddSeconds(seconds) : null;
        return isSpan;
    }

    private static bool TryReadDuration(string text, out TimeSpan span)
    {
        span = default;
        try
        {
            span = text.StartsWith('P') ? XmlConvert.ToTimeSpan(text) : default;
            return text.StartsWith('P');
        }
        catch (Exception malformed) when (malformed is FormatException or OverflowException)
        {
            return false;
        }
    }

    // Commas lie between them where they are stored.
    private static bool AreBounds(IReadOnlyList<string>? names) => names is null || (names.Count <= MostBounds && names.All(
        name => name is { Length: > 0 and <= LongestBound } && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-')));

    private static IEnumerable<string> Words() => Enum.GetNames<Role>().Select(LowerCase.Policy.ConvertName);
}
