using System.Globalization;
using System.Text.Json;

namespace Switchyard.Tasks.Pages;

/// <summary>What was typed into a form, as the JSON that the API takes: so a form is judged by the rules of the API, and refused with its words. Pure.</summary>
internal static class FormJson
{
    /// <param name="write">Writes the members of the object.</param>
    /// <exception cref="JsonException">A text that should be JSON is none.</exception>
    public static byte[] Of(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>A number, or a span in one of its forms; nothing when nothing was typed.</summary>
    public static void WriteValue(this Utf8JsonWriter json, string name, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return;
        }

        if (decimal.TryParse(text.Trim(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteString(name, text.Trim());
        }
    }

    /// <summary>The same; null when nothing was typed.</summary>
    public static void WriteValueOrNull(this Utf8JsonWriter json, string name, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteValue(name, text);
        }
    }

    /// <summary>A text as it was typed; nothing when nothing was.</summary>
    public static void WriteText(this Utf8JsonWriter json, string name, string? text)
    {
        if (!string.IsNullOrWhiteSpace(text))
        {
            json.WriteString(name, text.Trim());
        }
    }

    /// <summary>A value that was typed as JSON.</summary>
    /// <exception cref="JsonException">It is none; the message names it.</exception>
    public static void WriteJson(this Utf8JsonWriter json, string name, string? text)
    {
        json.WritePropertyName(name);
        try
        {
            json.WriteRawValue(string.IsNullOrWhiteSpace(text) ? "null" : text);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            throw new JsonException($"{name} is no JSON: {exception.Message}", exception);
        }
    }

    /// <summary>A span as it can be typed: seconds, or the form of a clock.</summary>
    public static string Show(TimeSpan? span) => span is not { } known ? ""
        : known < TimeSpan.FromMinutes(2) ? known.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)
        : known.ToString("c", CultureInfo.InvariantCulture);

    public static string Show(double number) => number.ToString("0.######", CultureInfo.InvariantCulture);
}
