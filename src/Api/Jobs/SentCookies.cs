using System.Globalization;
using System.Text.RegularExpressions;

namespace Switchyard.Jobs;

/// <summary>
/// Cookies as the original's framework reads them: names count by case, a value may be quoted (RFC 6265) with Python's escapes,
/// and of several of a name the last counts.
/// </summary>
internal static partial class SentCookies
{
    private const int Octal = 8;

    /// <summary>The value; null when there is no such cookie.</summary>
    public static string? Find(HttpRequest request, string name)
    {
        string? found = null;
        foreach (var header in request.Headers.Cookie)
        {
            foreach (var cookie in (header ?? "").Split(';'))
            {
                var equals = cookie.IndexOf('=', StringComparison.Ordinal);
                if (equals >= 0 && cookie.AsSpan(0, equals).Trim().SequenceEqual(name))
                {
                    found = Unquote(cookie[(equals + 1)..].Trim());
                }
            }
        }

        return found;
    }

    private static string Unquote(string value) => value is ['"', .. var inner, '"'] ? Escapes().Replace(inner, Unescape) : value;

    private static string Unescape(Match escape) => escape.Groups["code"] is { Success: true, Value: var code }
        ? ((char)code.Aggregate(0, (value, digit) => (value * Octal) + digit - '0')).ToString(CultureInfo.InvariantCulture)
        : escape.Value[1..];

    /// <summary>The number of a character in three octal digits, or a character as it is.</summary>
    [GeneratedRegex(@"\\(?:(?<code>[0-3][0-7][0-7])|.)", RegexOptions.ExplicitCapture)]
    private static partial Regex Escapes();
}
