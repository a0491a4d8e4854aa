using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Switchyard.OperatorConsole.Frame;

/// <summary>JSON for people.</summary>
public static class JsonWords
{
    private const int Deepest = 256;

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        MaxDepth = Deepest,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Laid out; as it is where it is nested too deeply to be laid out.</summary>
    public static string Of(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = Deepest });
            return JsonSerializer.Serialize(document, Indented);
        }
        catch (JsonException)
        {
            return Encoding.UTF8.GetString(json);
        }
    }
}
