using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Switchyard.Text;

namespace Switchyard.Jobs.Validation;

/// <summary>
/// Texts of workers' reports, which are mended where others are refused: whose report is refused never ends its job, and the
/// job's target stays busy.
/// </summary>
internal static partial class ReportedText
{
    private const string Mark = " (shortened)";
    private const string NoCharacter = @"\ufffd";

    /// <summary>A string's text, with a character that is none for each NUL and each half of a surrogate pair.</summary>
    public static string Of(JsonElement value)
    {
        string text;
        try
        {
            text = value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            var mended = Escapes().Replace(value.GetRawText(), escape => escape.Groups["half"].Success ? NoCharacter : escape.Value);
            text = JsonElement.Parse(mended).GetString()!;
        }

        return SoundText.Of(text);
    }

    /// <summary>A text of at most so many characters; a longer one loses its end, and says so.</summary>
    public static string Shorten(string text, int atMost) =>
        text.Length <= atMost ? text : SoundText.StartOf(text, atMost - Mark.Length) + Mark;

    /// <summary>A whole pair; or half of one; or any other escape, lest its second backslash be taken for the first of another.</summary>
    [GeneratedRegex(@"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|(?<half>\\u[dD][89a-fA-F]..)|\\.", RegexOptions.ExplicitCapture)]
    private static partial Regex Escapes();
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
