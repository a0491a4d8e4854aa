using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.Net.Http.Headers;
using Switchyard.Jobs.Wire;
using Switchyard.Text;

namespace Switchyard.Jobs.Validation;

/// <summary>Reads a JSON body once, and what it says straight from its bytes.</summary>
internal static class RequestBody
{
    /// <param name="atMost">Bytes.</param>
    /// <param name="read">Notes what is wrong; what it keeps must not point into the document.</param>
    /// <returns>The value, or the answer that refuses the request.</returns>
    public static async Task<(T? Value, IResult? Refusal)> ReadAsync<T>(
        HttpRequest request, int atMost, Func<JsonElement, Place, Violations, T?> read, CancellationToken cancellationToken)
        where T : class
    {
        if (request.ContentLength > atMost)
        {
            return (null, TooLarge(atMost));
        }

        var reader = request.BodyReader;
        var body = await reader.ReadAtLeastAsync(atMost + 1, cancellationToken);
        try
        {
            if (body.Buffer.Length > atMost)
            {
                return (null, TooLarge(atMost));
            }

            var found = new Violations();
            var bytes = StrictJson.SkipMark(body.Buffer.IsSingleSegment ? body.Buffer.First : body.Buffer.ToArray());
            var value = Parse(bytes, IsJson(request.ContentType), read, found);
            return found.Count == 0 ? (value, null) : (null, new ViolationsAnswer(found));
        }
        finally
        {
            reader.AdvanceTo(body.Buffer.End);
        }
    }

    private static MessageAnswer TooLarge(int atMost) =>
        new(StatusCodes.Status413PayloadTooLarge, $"The request's body may have at most {atMost} bytes.");

    /// <summary>Who names no type means JSON.</summary>
    private static bool IsJson(string? contentType) => string.IsNullOrEmpty(contentType)
        || (MediaTypeHeaderValue.TryParse(contentType, out var type)
            && type.Type.Equals("application", StringComparison.OrdinalIgnoreCase)
            && (type.SubType.Equals("json", StringComparison.OrdinalIgnoreCase) || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase)));

    private static T? Parse<T>(ReadOnlyMemory<byte> body, bool isJson, Func<JsonElement, Place, Violations, T?> read, Violations found)
        where T : class
    {
        if (body.IsEmpty)
        {
            found.AddMissing(Place.Body, JsonElement.Parse("null"u8));
            return null;
        }

        if (!Utf8.IsValid(body.Span))
        {
            AddInvalid(found, 0, "the body is not UTF-8");
            return null;
        }

        if (!isJson)
        {
            // The original's framework hands over what is no JSON as a text, which no model is.
            found.Add(
                "model_attributes_type",
                Place.Body,
                "Input should be a valid dictionary or object to extract fields from",
                Encoding.UTF8.GetString(body.Span));
            return null;
        }

        try
        {
            using var document = StrictJson.Parse(body);
            if (document.RootElement.ValueKind == JsonValueKind.Null)
            {
                found.AddMissing(Place.Body, document.RootElement);
                return null;
            }

            return read(document.RootElement, Place.Body, found);
        }
        catch (JsonException malformed)
        {
            AddInvalid(found, Position(body.Span, malformed), Reason(malformed));
        }

        return null;
    }

    private static void AddInvalid(Violations found, int position, string reason) => found.Add(
        "json_invalid", Place.Body.Item(position), "JSON decode error", JsonElement.Parse("{}"u8), ("error", reason));

    /// <summary>In characters from the start, as the original counts.</summary>
    private static int Position(ReadOnlySpan<byte> body, JsonException malformed)
    {
        var start = 0;
        for (var line = malformed.LineNumber ?? 0; line > 0; line--)
        {
            start += body[start..].IndexOf((byte)'\n') + 1;
        }

        return Encoding.UTF8.GetCharCount(body[..Math.Min(body.Length, start + (int)(malformed.BytePositionInLine ?? 0))]);
    }

    /// <summary>The first sentence: the place is told apart.</summary>
    private static string Reason(JsonException malformed) =>
        malformed.Message.IndexOf(" LineNumber:", StringComparison.Ordinal) is var end and >= 0 ? malformed.Message[..end] : malformed.Message;
}
