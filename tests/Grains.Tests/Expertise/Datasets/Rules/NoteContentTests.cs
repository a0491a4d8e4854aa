using System.Text.Json;
using Switchyard.Expertise.Datasets.OpenReview;

namespace Switchyard.Expertise.Datasets.Rules;

public sealed class NoteContentTests
{
    [Theory]
    [InlineData("""{"title":"plain"}""", "plain")]
    [InlineData("""{"title":{"value":"wrapped"}}""", "wrapped")]
    [InlineData("""{"title":{"value":null}}""", null)]
    [InlineData("""{"title":{}}""", null)]
    [InlineData("""{"title":["a"]}""", null)]
    [InlineData("""{"title":"cut \ud83d"}""", "cut \ufffd")]
    [InlineData("{}", null)]
    [InlineData("null", null)]
    public void A_text_is_found_in_either_shape(string content, string? expected) => Assert.Equal(expected, Of(content).Text("title"));

    [Theory]
    [InlineData("""{"track":"a"}""", true)]
    [InlineData("""{"track":{"value":"a"}}""", true)]
    [InlineData("""{"track":"b"}""", false)]
    [InlineData("{}", false)]
    public void A_note_has_the_content_that_was_asked_for(string content, bool expected) =>
        Assert.Equal(expected, Of(content).Matches(new Dictionary<string, JsonElement> { ["track"] = Element("\"a\"") }));

    [Theory]
    [InlineData("""{"track":null}""", true)]
    [InlineData("""{"track":{"value":null}}""", true)]
    [InlineData("{}", true)]
    [InlineData("""{"track":"a"}""", false)]
    public void Null_stands_for_what_is_missing(string content, bool expected) =>
        Assert.Equal(expected, Of(content).Matches(new Dictionary<string, JsonElement> { ["track"] = Element("null") }));

    private static Note Of(string content) => new() { Id = "n", Content = Element(content) };

    private static JsonElement Element(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
