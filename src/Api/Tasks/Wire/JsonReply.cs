using System.Text.Encodings.Web;
using System.Text.Json;
using Switchyard.Hosting;

namespace Switchyard.Tasks.Wire;

/// <summary>Answers in JSON that are written by hand, into one buffer, with a length.</summary>
internal static class JsonReply
{
    public const string ContentType = "application/json";

    /// <summary>Our own code opens and closes what it should: that is not checked again.</summary>
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <param name="write">Writes one value.</param>
    public static async Task SendAsync(HttpContext context, int status, Action<Utf8JsonWriter> write, int capacity = 4096)
    {
        using var buffer = new PooledBuffer(capacity);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            write(json);
        }

        await SendAsync(context, status, buffer);
    }

    /// <summary>With a mark of how it stands: who has seen it so is told that nothing changed.</summary>
    public static async Task SendMarkedAsync(HttpContext context, Action<Utf8JsonWriter> write, int capacity = 4096)
    {
        using var buffer = new PooledBuffer(capacity);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            write(json);
        }

        if (!EntityMark.IsKnown(context, buffer.Span))
        {
            await SendAsync(context, StatusCodes.Status200OK, buffer);
        }
    }

    public static Task SendAsync(HttpContext context, int status, PooledBuffer body)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = ContentType;
        response.ContentLength = body.Length;
        return response.Body.WriteAsync(body.Memory, context.RequestAborted).AsTask();
    }
}
