using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Switchyard.Expertise.Datasets;

/// <summary>The files of a dataset.</summary>
[JsonSerializable(typeof(Paper))]
[JsonSerializable(typeof(DatasetMetadata))]
internal sealed partial class DatasetJson : JsonSerializerContext
{
    /// <summary>One value a line. Relaxed: for programs, never pasted into HTML.</summary>
    public static DatasetJson Lines { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static JsonWriterOptions Indented { get; } = new()
    {
        Indented = true,
        IndentSize = 2,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
