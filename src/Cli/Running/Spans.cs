using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Switchyard.Cli.Running;

/// <summary>Spans as people type them: <c>90</c> (seconds), <c>30s</c>, <c>5m</c>, <c>2h</c>, <c>7d</c>; the rest is the node's to read. Pure.</summary>
internal static partial class Spans
{
    /// <summary>For the API; null: none.</summary>
    public static JsonNode? ToJson(string? text) => text is null ? null : Seconds(text) is { } seconds ? JsonValue.Create(seconds) : JsonValue.Create(text);

    /// <exception cref="UsageException">It is none.</exception>
    public static TimeSpan Read(string text) =>
        Seconds(text) is { } seconds && seconds <= int.MaxValue ? TimeSpan.FromSeconds(seconds) : throw new UsageException($"'{text}' is no span: say 90, 30s, 5m, 2h or 7d.");

    private static double? Seconds(string text)
    {
        if (Typed().Match(text) is not { Success: true } typed || !double.TryParse(typed.Groups[1].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        return number * typed.Groups[2].Value switch { "m" => 60, "h" => 3600, "d" => 86400, _ => 1 };
    }

    [GeneratedRegex(@"^(\d+(?:\.\d+)?)([smhd]?)$", RegexOptions.CultureInvariant)]
    private static partial Regex Typed();
}
