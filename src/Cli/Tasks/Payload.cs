using System.Text.Json;
using System.Text.Json.Nodes;
using Switchyard.Cli.Running;

namespace Switchyard.Cli.Tasks;

/// <summary>JSON that is typed, in a file, or on standard input.</summary>
internal static class Payload
{
    /// <summary>As deep as the API takes it, and more.</summary>
    public static readonly JsonDocumentOptions Deep = new() { MaxDepth = 300 };

    /// <param name="typed">JSON; @FILE: what is in a file; -: what comes on standard input; null: null.</param>
    /// <exception cref="UsageException">It is no JSON.</exception>
    public static async Task<JsonNode?> ReadAsync(string? typed, CancellationToken cancellationToken)
    {
        var text = typed switch
        {
            null => "null",
            "-" => await Console.In.ReadToEndAsync(cancellationToken),
            ['@', .. var file] => await File.ReadAllTextAsync(file, cancellationToken),
            _ => typed,
        };
        try
        {
            return JsonNode.Parse(text, documentOptions: Deep);
        }
        catch (JsonException e)
        {
            throw new UsageException($"The payload is no JSON: {e.Message}");
        }
    }
}
