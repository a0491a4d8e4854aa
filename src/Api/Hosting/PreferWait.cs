using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace Switchyard.Hosting;

/// <summary>The preference <c>wait</c> of RFC 7240: how long a request may be held.</summary>
internal static class PreferWait
{
    /// <summary>Seconds.</summary>
    public const int Longest = 20;

    /// <returns>Whole seconds, at most <see cref="Longest"/>; null when there is no such preference that can be read.</returns>
    public static int? Read(StringValues headers)
    {
        foreach (var header in headers)
        {
            foreach (var preference in header?.Split(',') ?? [])
            {
                // What follows a semicolon are parameters, which "wait" has none of.
                var parts = preference.Split(';')[0].Split('=', 2, StringSplitOptions.TrimEntries);
                if (parts is [var name, var value] && name.Equals("wait", StringComparison.OrdinalIgnoreCase))
                {
                    // Of several the first counts.
                    return ReadSeconds(value.Trim('"'));
                }
            }
        }

        return null;
    }

    private static int? ReadSeconds(string digits) =>
        digits.Length == 0 || digits.AsSpan().ContainsAnyExceptInRange('0', '9') ? null
        : int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? Math.Min(seconds, Longest)
        : Longest;
}
