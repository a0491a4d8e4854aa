using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Switchyard.Compute;
using Switchyard.Hosting;

namespace Switchyard.Tickets;

/// <summary>Services as the original's clients know them: <c>[{"name", "description", "interface": {"id": ...}}]</c>.</summary>
internal sealed class ServiceList(IReadOnlyList<ServiceDefinition> services) : IResult, IContentTypeHttpResult
{
    public string? ContentType => ErrorPage.HtmlType;

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
                WriteInputs(json, service.Interface);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        var response = httpContext.Response;
        response.ContentType = ContentType;
        response.ContentLength = buffer.WrittenCount;
        // The original says of its JSON that it is a page.
        response.Headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        return response.Body.WriteAsync(buffer.WrittenMemory, httpContext.RequestAborted).AsTask();
    }

    /// <summary>That an input may be left out is ours to say: the original's list has no such word.</summary>
    private static void WriteInputs(Utf8JsonWriter json, string inputs)
    {
        var members = JsonNode.Parse(inputs)!.AsObject();
        foreach (var (_, input) in members)
        {
            input!.AsObject().Remove("optional");
        }

        members.WriteTo(json);
    }
}
