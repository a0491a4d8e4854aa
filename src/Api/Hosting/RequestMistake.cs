using System.Text.Json;
using System.Text.RegularExpressions;

namespace Switchyard.Hosting;

/// <summary>Says what is wrong with a request in the words of its sender, where the framework speaks of our types.</summary>
internal static partial class RequestMistake
{
    private const string NoBody = "The body is missing: it must be JSON.";

    public static string Describe(BadHttpRequestException bad) => bad.InnerException switch
    {
        JsonException json => Describe(json),
        _ when Unbound().Match(bad.Message) is { Success: true } unbound => DescribeUnbound(
            JsonNamingPolicy.CamelCase.ConvertName(unbound.Groups["name"].Value), unbound.Groups["type"].Value, unbound.Groups["value"].Value),
        _ when bad.Message.StartsWith("Implicit body", StringComparison.Ordinal) => NoBody,
        _ when Required().Match(bad.Message) is { Success: true } required =>
            $"{JsonNamingPolicy.CamelCase.ConvertName(required.Groups["name"].Value)} is missing.",
        _ => bad.Message,
    };

    public static string Describe(JsonException json)
    {
        var place = json.Path is { Length: > 2 } path ? path.TrimStart('$', '.') : null;
        if (Unmapped().Match(json.Message) is { Success: true } unmapped)
        {
            return $"There is no member '{unmapped.Groups["name"].Value}'{(place is { } at && at.Contains('.') ? $" ({at})" : "")}.";
        }

        if (Missing().Match(json.Message) is { Success: true } missing)
        {
            return $"Missing: {missing.Groups["names"].Value}";
        }

        if (json.Message.Contains("could not be converted to", StringComparison.Ordinal))
        {
            return $"{place ?? "The body"} has a value of another type than it must have.";
        }

        return json.Message.Contains("LineNumber", StringComparison.Ordinal)
            ? $"The body is no JSON: {DescribeSyntax(json)}"
            : place is null ? json.Message : $"{place} {json.Message}";
    }

    /// <summary>Where a text is no JSON, and why.</summary>
    public static string DescribeSyntax(JsonException json) =>
        $"{Position().Replace(json.Message, "")} (line {json.LineNumber + 1}, byte {json.BytePositionInLine + 1})";

    private static string DescribeUnbound(string name, string type, string value) => type switch
    {
        _ when type.Contains("int", StringComparison.Ordinal) || type.Contains("long", StringComparison.Ordinal) =>
            $"{name} must be a whole number, which '{value}' is not.",
        _ when type.Contains("bool", StringComparison.Ordinal) => $"{name} must be true or false, which '{value}' is not.",
        _ => $"{name} cannot be '{value}'.",
    };

    [GeneratedRegex("""^Failed to bind parameter "(?<type>.+) (?<name>\w+)" from "(?<value>.*)"\.$""", RegexOptions.Singleline)]
    private static partial Regex Unbound();

    [GeneratedRegex("""^Required parameter ".+ (?<name>\w+)" was not provided""")]
    private static partial Regex Required();

    [GeneratedRegex("^The JSON property '(?<name>.*)' could not be mapped")]
    private static partial Regex Unmapped();

    [GeneratedRegex("was missing required properties including: (?<names>.+)$")]
    private static partial Regex Missing();

    [GeneratedRegex(@"\s*(Path|LineNumber): .*$", RegexOptions.Singleline)]
    private static partial Regex Position();
}
