using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Switchyard.Text;

namespace Switchyard.Jobs.Validation;

/// <summary>The members of one JSON object. Each getter notes what is wrong with its member, and answers null then.</summary>
/// <param name="bySnake">Those that came under their names in snake_case.</param>
/// <param name="others">Those that are no members of the shape.</param>
internal sealed class Members(
    Shape shape,
    JsonElement whole,
    Place place,
    Violations found,
    JsonElement[] values,
    JsonElement[]? bySnake,
    List<JsonProperty>? others)
{
    public string? Text(string name, int atMost) => Required(name, out var value, out var at) ? Values.Text(value, at, found, atMost) : null;

    /// <summary>A text or null, but said.</summary>
    public string? NullableText(string name, int atMost) =>
        Required(name, out var value, out var at) && value.ValueKind != JsonValueKind.Null ? Values.Text(value, at, found, atMost) : null;

    public string? OptionalText(string name, int atMost) => Optional(name, out var value, out var at) ? Values.Text(value, at, found, atMost) : null;

    /// <summary>A text of whatever length and content: <see cref="ReportedText"/>.</summary>
    public string? OptionalReport(string name) => Optional(name, out var value, out var at) ? Values.Report(value, at, found) : null;

    /// <summary>One of the words, by its place among them.</summary>
    public int? Word(string name, IReadOnlyList<string> words) => Required(name, out var value, out var at) ? Values.Word(value, at, found, words) : null;

    public int? OptionalWord(string name, IReadOnlyList<string> words) =>
        Optional(name, out var value, out var at) ? Values.Word(value, at, found, words) : null;

    public bool? Flag(string name) => Required(name, out var value, out var at) ? Values.Flag(value, at, found) : null;

    public long? Integer(string name) => Required(name, out var value, out var at) ? Values.Integer(value, at, found) : null;

    public List<T>? List<T>(string name, int atMost, Func<JsonElement, Place, Violations, T?> item)
        where T : class =>
        Required(name, out var value, out var at) ? Values.List(value, at, found, atMost, item) : null;

    public T? OptionalObject<T>(string name, Func<JsonElement, Place, Violations, T?> read)
        where T : class =>
        Optional(name, out var value, out var at) ? read(value, at, found) : null;

    /// <summary>To be called after the getters: violations are told in that order.</summary>
    public void Close()
    {
        if (!shape.ForbidsOthers)
        {
            return;
        }

        foreach (var other in others ?? [])
        {
            Forbid(SoundText.NameOf(other), other.Value);
        }

        for (var index = 0; bySnake is not null && index < values.Length; index++)
        {
            // Said twice: the name in camelCase counts.
            if (IsThere(values[index]) && IsThere(bySnake[index]) && shape.SnakeOf(index) is { } snake)
            {
                Forbid(snake, bySnake[index]);
            }
        }
    }

    private void Forbid(string name, JsonElement value) =>
        found.Add("extra_forbidden", place.Member(name), "Extra inputs are not permitted", value);

    private bool Required(string name, out JsonElement value, [NotNullWhen(true)] out Place? at)
    {
        if (TryGet(name, out value, out at))
        {
            return true;
        }

        found.AddMissing(place.Member(name), whole);
        return false;
    }

    private bool Optional(string name, out JsonElement value, [NotNullWhen(true)] out Place? at) =>
        TryGet(name, out value, out at) && value.ValueKind != JsonValueKind.Null;

    private bool TryGet(string name, out JsonElement value, [NotNullWhen(true)] out Place? at)
    {
        var index = shape.IndexOf(name);
        value = values[index];
        if (IsThere(value))
        {
            at = place.Member(name);
            return true;
        }

        value = bySnake is null ? default : bySnake[index];
        at = IsThere(value) ? place.Member(shape.SnakeOf(index)) : null;
        return at is not null;
    }

    private static bool IsThere(JsonElement value) => value.ValueKind != JsonValueKind.Undefined;
}
