using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Switchyard.Hosting;

/// <summary>Files of YAML as JSON, with anchors and merges resolved.</summary>
internal static class Manifest
{
    /// <summary>All documents of a file.</summary>
    public static IReadOnlyList<JsonNode> Read(string file)
    {
        using var reader = File.OpenText(file);
        var parser = new MergingParser(new Parser(reader));
        var deserializer = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build();
        var writer = new SerializerBuilder().JsonCompatible().Build();
        var documents = new List<JsonNode>();
        parser.Consume<YamlDotNet.Core.Events.StreamStart>();
        while (parser.Accept<YamlDotNet.Core.Events.DocumentStart>(out _))
        {
            documents.Add(JsonNode.Parse(writer.Serialize(deserializer.Deserialize<object>(parser)))!);
        }

        return documents;
    }

    /// <summary>What is at a path of names; null: nothing.</summary>
    public static JsonNode? At(this JsonNode? node, params string[] path) => path.Aggregate(node, (at, name) => at is JsonObject there ? there[name] : null);

    public static string TextAt(this JsonNode? node, params string[] path) =>
        node.At(path)?.ToString() ?? throw new InvalidDataException($"There is no {string.Join('.', path)} in {node?.ToJsonString()}");

    public static IReadOnlyList<JsonNode> ListAt(this JsonNode? node, params string[] path) => [.. (node.At(path) as JsonArray ?? []).Select(item => item!)];

    public static IReadOnlyDictionary<string, string> MapAt(this JsonNode? node, params string[] path) =>
        (node.At(path) as JsonObject ?? []).ToDictionary(pair => pair.Key, pair => pair.Value?.ToString() ?? "");
}
