using System.Globalization;
using System.Text.Json;

namespace Switchyard.Expertise.Submission;

/// <summary>What both originals let a dataset be narrowed by, and failed over later when it was no such value.</summary>
internal static class DatasetRules
{
    /// <summary>Judges how many of the newest publications count: a number, a percentage, or what Python takes for no.</summary>
    /// <param name="name">Of the member, as the client knows it.</param>
    /// <returns>What is wrong; null when it is fine.</returns>
    public static string? JudgeTopRecentPubs(string name, JsonElement value)
    {
        var fine = value.ValueKind switch
        {
            JsonValueKind.Null or JsonValueKind.False => true,
            JsonValueKind.Number => value.TryGetInt32(out var count) && count >= 0,
            JsonValueKind.String => value.GetString() is [.. var number, '%']
                && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out _),
            _ => false,
        };
        return fine ? null : $"'{name}' must be a whole number or a text such as \"10%\", got {PythonRepr.Of(value)}";
    }

    /// <summary>Judges which venues count for more: a list of objects, each with one condition and a weight.</summary>
    /// <param name="name">Of the member, as the client knows it.</param>
    /// <returns>What is wrong; null when it is fine.</returns>
    public static string? JudgeWeights(string name, JsonElement value) => value.ValueKind == JsonValueKind.Array
        ? value.EnumerateArray().Select(entry => JudgeWeight(name, entry)).FirstOrDefault(problem => problem is not null)
        : $"{name} must be a list";

    public static string? JudgeWeight(string name, JsonElement entry)
    {
        if (entry.ValueKind != JsonValueKind.Object)
        {
            return $"Objects in {name} must be dictionaries";
        }

        var keys = entry.EnumerateObject().Select(member => member.Name).ToArray();
        var others = keys.Except(["prefix", "value", "articleSubmittedToOpenReview", "weight"]).ToArray();
        if (others.Length > 0)
        {
            return $"Object in {name} has unsupported field(s): {PythonRepr.List(others)}";
        }

        var conditions = ((string[])["prefix", "value", "articleSubmittedToOpenReview"]).Intersect(keys).ToArray();
        if (conditions.Length > 1)
        {
            return $"Objects in {name} must have exactly one of [prefix, value, articleSubmittedToOpenReview]. Found: {PythonRepr.List(conditions)}";
        }

        if (conditions.Length == 0)
        {
            return $"Objects in {name} must have a prefix, value, or articleSubmittedToOpenReview key";
        }

        if (!entry.TryGetProperty("weight", out var weight))
        {
            return $"Objects in {name} must have a weight key";
        }

        return (conditions[0], entry.GetProperty(conditions[0]).ValueKind) switch
        {
            ("articleSubmittedToOpenReview", not (JsonValueKind.True or JsonValueKind.False)) =>
                "The articleSubmittedToOpenReview key can only have a boolean value",
            ("prefix" or "value", not JsonValueKind.String) => $"The {conditions[0]} key can only have a text as its value",
            _ when weight.ValueKind != JsonValueKind.Number || weight.GetDouble() is not (>= 0 and <= double.MaxValue) =>
                "weight must be an integer or float greater than or equal to 0",
            _ => null,
        };
    }
}
