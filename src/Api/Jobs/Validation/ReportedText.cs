using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Switchyard.Text;

namespace Switchyard.Jobs.Validation;

/// <summary>
/// Texts of workers' reports, which are mended where others are refused: whose report is refused never ends its job, and the
/// job's target stays busy.
/// </summary>
internal static class ReportedText
{
    private const string Mark = " (shortened)";

    /// <summary>A string's text, with a character that is none for each NUL and each half of a surrogate pair.</summary>
    public static string Of(JsonElement value) => SoundText.Of(SoundText.OfJson(value));

    /// <summary>A text of at most so many characters; a longer one loses its end, and says so.</summary>
    public static string Shorten(string text, int atMost) =>
        text.Length <= atMost ? text : SoundText.StartOf(text, atMost - Mark.Length) + Mark;
}

/// <summary>Reads a member as <see cref="ReportedText"/>.</summary>
internal sealed class ReportedTextConverter : JsonConverter<string>
{
    /// <summary>The API's description does not know what a converter reads.</summary>
    public static Task DescribeAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonPropertyInfo?.CustomConverter is ReportedTextConverter)
        {
            schema.Type = context.JsonPropertyInfo.IsRequired ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null;
        }

        return Task.CompletedTask;
    }

    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            throw new JsonException("It is no text.");
        }

        return ReportedText.Of(JsonElement.ParseValue(ref reader));
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
