using System.Buffers;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Metadata;

namespace Switchyard.Jobs.Wire;

/// <summary>JSON with a length and no more escapes than JSON needs, as the original writes it.</summary>
internal class JsonAnswer<T>(T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK)
    : IResult, IStatusCodeHttpResult, IEndpointMetadataProvider
{
    public T Value => value;

    public int? StatusCode => status;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, JsonAnswer.Options))
        {
            JsonSerializer.Serialize(json, value, type);
        }

        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = JsonAnswer.ContentType;
        response.ContentLength = buffer.WrittenCount;
        return response.Body.WriteAsync(buffer.WrittenMemory, httpContext.RequestAborted).AsTask();
    }

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), [JsonAnswer.ContentType]));
}

internal static class JsonAnswer
{
    public const string ContentType = "application/json";

    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonAnswer<T> Of<T>(T value, JsonTypeInfo<T> type) => new(value, type);
}

/// <summary>What the original's clients read of success and of failure: a status and one sentence.</summary>
internal sealed class MessageAnswer(int status, string message) : JsonAnswer<MessageJson>(new MessageJson(message), JobsJson.Default.MessageJson, status);
