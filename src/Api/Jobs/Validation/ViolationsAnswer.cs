using System.Buffers;
using System.Text.Json;
using Switchyard.Jobs.Wire;

namespace Switchyard.Jobs.Validation;

/// <summary>Refuses a request that breaks rules, and says which.</summary>
internal sealed class ViolationsAnswer(Violations found) : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => StatusCodes.Status400BadRequest;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, JsonAnswer.Options))
        {
            json.WriteStartObject();
            json.WriteString("message", "Bad Request");
            json.WriteStartArray("details");
            foreach (var violation in found.Told)
            {
                violation.Write(json);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        var response = httpContext.Response;
        response.StatusCode = StatusCodes.Status400BadRequest;
        response.ContentType = JsonAnswer.ContentType;
        response.ContentLength = buffer.WrittenCount;
        return response.Body.WriteAsync(buffer.WrittenMemory, httpContext.RequestAborted).AsTask();
    }
}
