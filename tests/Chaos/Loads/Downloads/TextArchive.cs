using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using Switchyard.Servers.LabelForward;

namespace Switchyard.Chaos.Loads.Downloads;

/// <summary>What is in an archive whose texts nobody labelled.</summary>
internal static class TextArchive
{
    /// <summary>How many texts it has: those with the numbers from 1 to it, each once.</summary>
    /// <exception cref="InvalidDataException">It has others, or it is no such archive; the message says how.</exception>
    public static int Count(byte[] archive, int clfId)
    {
        using var zip = new ZipArchive(new MemoryStream(archive));
        if (!Read(zip, "clf.p").AsSpan().SequenceEqual(SampleModels.Classifier) || !Read(zip, "countvec.p").AsSpan().SequenceEqual(SampleModels.Vectorizer))
        {
            throw new InvalidDataException("its models are not those of the database");
        }

        var numbers = Parse(Read(zip, string.Create(CultureInfo.InvariantCulture, $"machine_labeled_data_{clfId}.json")))["text_data"]!.AsObject()
            .Select(text => (string)text.Value!)
            .Select(text => text.StartsWith(TextStock.Beginning, StringComparison.Ordinal)
                && int.TryParse(text.AsSpan(TextStock.Beginning.Length), CultureInfo.InvariantCulture, out var number)
                    ? number
                    : throw new InvalidDataException($"it has the text '{text}'"))
            .Order()
            .ToList();
        return numbers.SequenceEqual(Enumerable.Range(1, numbers.Count))
            ? numbers.Count
            : throw new InvalidDataException($"its {numbers.Count} texts have the numbers {string.Join(' ', numbers)}");
    }

    private static JsonNode Parse(byte[] json)
    {
        try
        {
            return JsonNode.Parse(json)!;
        }
        catch (JsonException broken)
        {
            throw new InvalidDataException(broken.Message);
        }
    }

    private static byte[] Read(ZipArchive zip, string name)
    {
        using var content = (zip.GetEntry(name) ?? throw new InvalidDataException($"it has no {name}")).Open();
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        return bytes.ToArray();
    }
}
