using System.Buffers;
using System.Text.Json;

namespace Switchyard.Compute;

/// <summary>Services as clients know them: <c>[{"name", "description", "interface": {"id": ...}}]</c>.</summary>
internal sealed class ServiceList(IReadOnlyList<ServiceDefinition> services, string type) : IResult, IContentTypeHttpResult
{
    public string? ContentType => type;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var service in services)
            {
                json.WriteStartObject();
                json.WriteString("name", service.Name);
                json.WriteString("description", service.Description);
                json.WritePropertyName("interface");
                json.WriteRawValue(service.Interface);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        var response = httpContext.Response;
        response.ContentType = type;
        response.ContentLength = buffer.WrittenCount;
        // The original says of its JSON that it is a page.
        response.Headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        return response.Body.WriteAsync(buffer.WrittenMemory, httpContext.RequestAborted).AsTask();
    }
}
