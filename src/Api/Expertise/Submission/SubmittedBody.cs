using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.Net.Http.Headers;
using Switchyard.Blobs;
using Switchyard.Hosting;
using Switchyard.Text;

namespace Switchyard.Expertise.Submission;

/// <summary>A body of JSON, or of what Python takes for it, whose texts every wire and database can carry, and in which no member is twice.</summary>
internal static class SubmittedBody
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    /// <param name="most">Bytes.</param>
    /// <exception cref="ExpertiseRefusedException">It is too long, of another type, or no JSON.</exception>
    public static async Task<JsonDocument> ReadAsync(HttpRequest request, long most, CancellationToken cancellationToken)
    {
        if (!IsJson(request.ContentType))
        {
            throw new ExpertiseRefusedException(StatusCodes.Status415UnsupportedMediaType, "The request's body must be application/json");
        }

        if (request.ContentLength > most)
        {
            throw TooLong(most);
        }

        var bytes = new MemoryStream();
        try
        {
            await using var body = new CappedBody(request.Body, most);
            await body.CopyToAsync(bytes, cancellationToken);
        }
        catch (BlobTooLargeException)
        {
            throw TooLong(most);
        }

        return Parse(bytes.GetBuffer().AsMemory(0, (int)bytes.Length));
    }

    private static ExpertiseRefusedException TooLong(long most) =>
        new(StatusCodes.Status413PayloadTooLarge, $"The request's body is longer than {most} bytes");

    /// <summary>Who names no type means JSON.</summary>
    private static bool IsJson(string? contentType) => string.IsNullOrEmpty(contentType)
        || (MediaTypeHeaderValue.TryParse(contentType, out var type)
            && type.Type.Equals("application", StringComparison.OrdinalIgnoreCase)
            && (type.SubType.Equals("json", StringComparison.OrdinalIgnoreCase) || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase)));

    private static JsonDocument Parse(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty || !Utf8.IsValid(bytes.Span))
        {
            throw NewestStyle.Instance.BadRequest(bytes.IsEmpty ? "the body is empty" : "the body is not UTF-8");
        }

        JsonDocument document;
        try
        {
            document = StrictJson.Parse(bytes, Strict);
        }
        catch (JsonException malformed)
        {
            throw NewestStyle.Instance.BadRequest($"the body cannot be read as JSON: {malformed.Message}");
        }

        if (IsSound(document.RootElement))
        {
            return document;
        }

        document.Dispose();
        throw NewestStyle.Instance.BadRequest($"a text in the body {OutsideText.Refusal}");
    }

    private static bool IsSound(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().All(member => IsSound(JsonMarshal.GetRawUtf8PropertyName(member)) && IsSound(member.Value)),
        JsonValueKind.Array => value.EnumerateArray().All(IsSound),
        JsonValueKind.String => IsSound(JsonMarshal.GetRawUtf8Value(value)),
        _ => true,
    };

    /// <remarks>What is not sound can only be written as an escape.</remarks>
    private static bool IsSound(ReadOnlySpan<byte> raw)
    {
        if (raw.IndexOf("\\u"u8) < 0)
        {
            return true;
        }

        try
        {
            byte[] quoted = raw.StartsWith("\""u8) ? raw.ToArray() : [(byte)'"', .. raw, (byte)'"'];
            return OutsideText.IsSound(JsonElement.Parse(quoted).GetString());
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair.
            return false;
        }
    }
}
