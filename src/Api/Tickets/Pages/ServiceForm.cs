using System.Buffers;
using System.Text;
using System.Text.Json;
using Switchyard.Compute;
using Switchyard.OperatorConsole.Frame;

namespace Switchyard.Tickets.Pages;

/// <summary>The form of a service, made from what the service says of its inputs.</summary>
/// <param name="Fields">In the order of the inputs; null when they cannot be read.</param>
public sealed record ServiceForm(string Name, string Description, IReadOnlyList<FormField>? Fields)
{
    public static ServiceForm Of(ServiceDefinition service)
    {
        try
        {
            using var inputs = JsonDocument.Parse(service.Interface);
            return new(service.Name, service.Description, [.. inputs.RootElement.EnumerateObject().Select(input => new FormField(input.Value))]);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return new(service.Name, service.Description, null);
        }
    }

    /// <summary>The file <c>main.json</c> of the upload. Call it when no field has a problem.</summary>
    public string WriteMain()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("inputs");
            foreach (var field in (Fields ?? []).Where(field => !field.IsFile))
            {
                field.Write(json);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The same from a shell, with the values of now.</summary>
    /// <param name="origin">Where people reach the server, without a final slash.</param>
    public string WriteCommand(string origin)
    {
        var files = (Fields ?? []).Where(field => field.IsFile).Select(field => $" file-{field.Id}.*");
        return $"echo {CurlCommand.Quote(WriteMain())} > main.json && tar czf upload.tar.gz main.json{string.Concat(files)} && "
            + $"curl {CurlCommand.Quote($"{origin}/api/v1/tickets")} -F {CurlCommand.Quote($"service={Name}")} -F payload=@upload.tar.gz";
    }
}
