using System.Text.Json;
using Switchyard.Jobs.Wire;

namespace Switchyard.Jobs.Validation;

/// <summary>All that is wrong with a request. Nothing is allocated for one that is right.</summary>
internal sealed class Violations
{
    /// <summary>More are counted, and not told.</summary>
    public const int MostTold = 100;

    /// <summary>Characters of the longest value that is sent back.</summary>
    private const int LongestInput = 16 * 1024;

    private List<Violation>? _told;

    public int Count { get; private set; }

    public IReadOnlyList<Violation> Told => _told ?? [];

    public void Add(string type, Place place, string message, JsonElement input, params IReadOnlyList<(string Name, object Value)> context)
    {
        if (++Count <= MostTold)
        {
            // The request's own memory is used for the next.
            var kept = input.GetRawText().Length <= LongestInput ? input.Clone() : (JsonElement?)null;
            (_told ??= []).Add(new Violation(type, place, message, kept, context));
        }
    }

    public void Add(string type, Place place, string message, string input, params IReadOnlyList<(string Name, object Value)> context) =>
        Add(type, place, message, Element(input), context);

    public void AddMissing(Place place, JsonElement parent) => Add("missing", place, "Field required", parent);

    public void AddEnum(Place place, JsonElement input, IReadOnlyList<string> words)
    {
        var expected = Expected(words);
        Add("enum", place, $"Input should be {expected}", input, ("expected", expected));
    }

    public void AddEnum(Place place, string input, IReadOnlyList<string> words) => AddEnum(place, Element(input), words);

    private static JsonElement Element(string text) => JsonSerializer.SerializeToElement(text, JobsJson.Default.String);

    /// <summary>'A', 'B' or 'C'.</summary>
    private static string Expected(IReadOnlyList<string> words) =>
        $"{string.Join(", ", words.SkipLast(1).Select(word => $"'{word}'"))} or '{words[^1]}'";
}
