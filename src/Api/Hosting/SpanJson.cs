using System.Text.Json;
using System.Text.Json.Serialization;

namespace Switchyard.Hosting;

/// <summary>Spans in bodies that the framework reads: in each of the forms that <see cref="Spans"/> knows. They are written as <c>hh:mm:ss</c>.</summary>
internal sealed class SpanJson : JsonConverter<TimeSpan>
{
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Spans.TryRead(ref reader, out var span) ? span : throw new JsonException($"must be {Spans.Forms}.");

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString("c"));
}
