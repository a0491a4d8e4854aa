using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Switchyard.Hosting;
using Switchyard.Text;

namespace Switchyard.Tasks.Wire;

/// <summary>
/// Reads the values of one object's members, and keeps the first thing that is wrong. Each read leaves the reader at the value's
/// end, also when that is none of the right type: the object is always read to its end. Null stands for a member that is not said.
/// </summary>
internal struct Values(Place place)
{
    private const int LongestEscape = 6;
    private const int LongestName = 100;

    public Refusal? Refusal { get; private set; }

    /// <param name="what">What is wrong, as the end of a sentence that begins with the member.</param>
    public void Refuse(string member, string what) => Refusal ??= Refusal.Invalid($"{place.Of(member)} {what}");

    /// <summary>What is wrong with a part, if anything.</summary>
    public void Refuse(Refusal? part) => Refusal ??= part;

    public void RefuseTooLarge(string member, string what) => Refusal ??= Refusal.TooLarge($"{place.Of(member)} {what}");

    public void RefuseForbidden(string member, string what) => Refusal ??= Refusal.Forbidden($"{place.Of(member)} {what}");

    /// <summary>Opens the object at which the reader stands; false: it is something else, and passed over.</summary>
    /// <param name="what">What it should be: "a task".</param>
    public bool Open(ref Utf8JsonReader json, string what)
    {
        if (json.TokenType == JsonTokenType.StartObject)
        {
            return true;
        }

        json.Skip();
        Refusal ??= Refusal.Invalid($"{place.Whole} must be {what}, which is an object.");
        return false;
    }

    /// <summary>Goes to the next member, and passes over those that are unknown; -1 at the object's end.</summary>
    public int Next(ref Utf8JsonReader json, MemberNames names)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var member = names.IndexOf(ref json);
            if (member < 0)
            {
                Refuse(NameOf(ref json), $"is not known. Known are {names}.");
            }

            json.Read();
            if (member >= 0)
            {
                return member;
            }

            json.Skip();
        }

        return -1;
    }

    /// <summary>A text of at least one character.</summary>
    public string? Text(ref Utf8JsonReader json, string member, int atMost) => Text(ref json, member, 1, atMost);

    /// <summary>A text that may be empty.</summary>
    public string? OptionalText(ref Utf8JsonReader json, string member, int atMost) => Text(ref json, member, 0, atMost);

    /// <summary>A worker's report: mended and cut off where another text is refused, since a worker that is refused ends nothing.</summary>
    public string? Report(ref Utf8JsonReader json, string member, int atMost)
    {
        if (json.TokenType == JsonTokenType.String)
        {
            return SoundText.StartOf(Sound(ref json) ?? Mended(ref json), atMost);
        }

        if (json.TokenType != JsonTokenType.Null)
        {
            json.Skip();
            Refuse(member, "must be a text.");
        }

        return null;
    }

    public int? Integer(ref Utf8JsonReader json, string member, int least, int most)
    {
        if (json.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (json.TokenType == JsonTokenType.Number && json.TryGetInt32(out var number) && number >= least && number <= most)
        {
            return number;
        }

        json.Skip();
        Refuse(member, $"must be a whole number from {least} to {most}.");
        return null;
    }

    /// <summary>An id or a lease number.</summary>
    public long? Number(ref Utf8JsonReader json, string member)
    {
        if (json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var number))
        {
            return number;
        }

        json.Skip();
        Refuse(member, "must be a whole number.");
        return null;
    }

    public double? Fraction(ref Utf8JsonReader json, string member, double least, double most)
    {
        if (json.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (json.TokenType == JsonTokenType.Number && json.TryGetDouble(out var number) && number >= least && number <= most)
        {
            return number;
        }

        json.Skip();
        Refuse(member, $"must be a number from {least} to {most}.");
        return null;
    }

    public bool? Flag(ref Utf8JsonReader json, string member)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.True:
                return true;
            case JsonTokenType.False:
                return false;
            case JsonTokenType.Null:
                return null;
            default:
                json.Skip();
                Refuse(member, "must be true or false.");
                return null;
        }
    }

    public TimeSpan? Span(ref Utf8JsonReader json, string member, TimeSpan least, TimeSpan most)
    {
        if (json.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (Spans.TryRead(ref json, out var span) && span >= least && span <= most)
        {
            return span;
        }

        Refuse(member, $"must be {least} to {most}: {Spans.Forms}.");
        return null;
    }

    /// <summary>A time with its offset from UTC, in whole milliseconds.</summary>
    public DateTimeOffset? Time(ref Utf8JsonReader json, string member)
    {
        if (json.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (Times.TryRead(ref json, out var time))
        {
            return time;
        }

        json.Skip();
        Refuse(member, $"must be {Times.Form}.");
        return null;
    }

    /// <summary>Texts of at least one character each.</summary>
    public IReadOnlyList<string> Texts(ref Utf8JsonReader json, string member, int most, int atMost)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            if (json.TokenType != JsonTokenType.Null)
            {
                json.Skip();
                Refuse(member, "must be an array of texts.");
            }

            return [];
        }

        var texts = new List<string>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType == JsonTokenType.Null)
            {
                Refuse(member, "must be an array of texts.");
            }
            else if (Text(ref json, member, atMost) is { } text && texts.Count <= most)
            {
                texts.Add(text);
            }
        }

        if (texts.Count > most)
        {
            Refuse(member, $"must be at most {most} texts.");
        }

        return texts;
    }

    private string? Text(ref Utf8JsonReader json, string member, int atLeast, int atMost)
    {
        if (json.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (json.TokenType == JsonTokenType.String && json.ValueSpan.Length <= (long)atMost * LongestEscape)
        {
            if (Sound(ref json) is not { } text)
            {
                Refuse(member, OutsideText.Refusal);
                return null;
            }

            if (text.Length >= atLeast && text.Length <= atMost)
            {
                return text;
            }
        }

        json.Skip();
        Refuse(member, $"must be a text of {atLeast} to {atMost} characters.");
        return null;
    }

    /// <summary>Null: it holds what no database and no wire carries everywhere.</summary>
    private static string? Sound(ref Utf8JsonReader json)
    {
        if (!json.ValueIsEscaped)
        {
            // A character below U+0020 does not come without an escape.
            return Utf8.IsValid(json.ValueSpan) ? Encoding.UTF8.GetString(json.ValueSpan) : null;
        }

        try
        {
            var text = json.GetString()!;
            return text.Contains('\0', StringComparison.Ordinal) ? null : text;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string Mended(ref Utf8JsonReader json)
    {
        using var value = JsonDocument.ParseValue(ref json);
        return SoundText.Of(SoundText.OfJson(value.RootElement));
    }

    private static string NameOf(ref Utf8JsonReader json)
    {
        var name = Sound(ref json) ?? Encoding.UTF8.GetString(json.ValueSpan);
        return $"'{SoundText.Of(SoundText.StartOf(name, LongestName))}'";
    }
}
