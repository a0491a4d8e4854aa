using System.Globalization;
using System.Text.Json;
using Switchyard.Hosting;

namespace Switchyard.Jobs.Validation;

/// <summary>Checks of single values: texts are taken strictly, numbers and flags as loosely as the original's library does.</summary>
internal static class Values
{
    private static readonly string[] Yes = ["1", "on", "t", "true", "y", "yes"];
    private static readonly string[] No = ["0", "off", "f", "false", "n", "no"];

    /// <param name="atMost">Characters.</param>
    public static string? Text(JsonElement value, Place place, Violations found, int atMost)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            found.Add("string_type", place, "Input should be a valid string", value);
            return null;
        }

        if (Sound(value) is not { } text)
        {
            found.Add("string_unicode", place, $"Input should be a valid string: it {OutsideText.Refusal}", value);
            return null;
        }

        if (text.Length > atMost)
        {
            found.Add("string_too_long", place, $"String should have at most {atMost} characters", value, ("max_length", atMost));
            return null;
        }

        return text;
    }

    public static string? Report(JsonElement value, Place place, Violations found)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            return ReportedText.Of(value);
        }

        found.Add("string_type", place, "Input should be a valid string", value);
        return null;
    }

    /// <summary>One of the words, by its place among them.</summary>
    public static int? Word(JsonElement value, Place place, Violations found, IReadOnlyList<string> words)
    {
        var word = value.ValueKind == JsonValueKind.String ? Sound(value) : null;
        for (var index = 0; index < words.Count; index++)
        {
            if (word == words[index])
            {
                return index;
            }
        }

        found.AddEnum(place, value, words);
        return null;
    }

    public static bool? Flag(JsonElement value, Place place, Violations found)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.True:
                return true;
            case JsonValueKind.False:
                return false;
            case JsonValueKind.Number when value.TryGetDouble(out var number) && number is 0 or 1:
                return number == 1;
            case JsonValueKind.String when Flag(Sound(value)) is { } flag:
                return flag;
            case JsonValueKind.Number or JsonValueKind.String:
                found.Add("bool_parsing", place, "Input should be a valid boolean, unable to interpret input", value);
                return null;
            default:
                found.Add("bool_type", place, "Input should be a valid boolean", value);
                return null;
        }
    }

    /// <summary>Null: the word says neither yes nor no.</summary>
    public static bool? Flag(string? word) =>
        Yes.Contains(word, StringComparer.OrdinalIgnoreCase) ? true
        : No.Contains(word, StringComparer.OrdinalIgnoreCase) ? false
        : null;

    public static long? Integer(JsonElement value, Place place, Violations found)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.True or JsonValueKind.False:
                return value.ValueKind == JsonValueKind.True ? 1 : 0;
            case JsonValueKind.Number when value.TryGetInt64(out var number):
                return number;
            case JsonValueKind.Number when value.TryGetDouble(out var number) && Math.Abs(number) < long.MaxValue:
                if (double.IsInteger(number))
                {
                    return (long)number;
                }

                found.Add("int_from_float", place, "Input should be a valid integer, got a number with a fractional part", value);
                return null;
            case JsonValueKind.Number:
                found.Add("int_parsing_size", place, "Unable to parse input string as an integer, exceeded maximum size", value);
                return null;
            case JsonValueKind.String:
                if (long.TryParse(Sound(value), NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var parsed))
                {
                    return parsed;
                }

                found.Add("int_parsing", place, "Input should be a valid integer, unable to parse string as an integer", value);
                return null;
            default:
                found.Add("int_type", place, "Input should be a valid integer", value);
                return null;
        }
    }

    public static List<T>? List<T>(
        JsonElement value, Place place, Violations found, int atMost, Func<JsonElement, Place, Violations, T?> item)
        where T : class
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            found.Add("list_type", place, "Input should be a valid list", value);
            return null;
        }

        var length = value.GetArrayLength();
        if (length > atMost)
        {
            found.Add(
                "too_long",
                place,
                $"List should have at most {atMost} items after validation, not {length}",
                value,
                ("field_type", "List"),
                ("max_length", atMost),
                ("actual_length", length));
            return null;
        }

        var items = new List<T>(length);
        var index = 0;
        foreach (var element in value.EnumerateArray())
        {
            if (item(element, place.Item(index++), found) is { } read)
            {
                items.Add(read);
            }
        }

        return items.Count == length ? items : null;
    }

    /// <summary>The string; null when it is not valid Unicode, or holds what databases refuse.</summary>
    private static string? Sound(JsonElement value)
    {
        try
        {
            return value.GetString() is { } text && OutsideText.IsSound(text) ? text : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
