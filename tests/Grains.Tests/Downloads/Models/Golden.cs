using System.Text.Json;
using Switchyard.Servers.LabelForward;

namespace Switchyard.Downloads.Models;

/// <summary>The golden models, and what scikit-learn computes with them.</summary>
internal static class Golden
{
    public static byte[] Vectorizer => SampleModels.Vectorizer;

    public static byte[] Classifier => SampleModels.Classifier;

    public static JsonElement VectorizerFacts => JsonSerializer.Deserialize<JsonElement>(Read("countvec.golden.json"));

    public static JsonElement ClassifierFacts => JsonSerializer.Deserialize<JsonElement>(Read("clf_multi_object.golden.json"));

    private static byte[] Read(string name)
    {
        using var resource = typeof(Golden).Assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }
}
