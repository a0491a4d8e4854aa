using System.Text.Json;
using System.Text.Json.Nodes;
using Switchyard.Compute.Programs;

namespace Switchyard.Expertise.Scoring;

/// <summary>What is known of the dataset, as it goes on from the inputs to the results.</summary>
internal static class Metadata
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Copies <c>metadata.json</c> and adds <c>no_expertise</c>. When there is none, that is all.</summary>
    /// <exception cref="WrongInputException">The file is no JSON object.</exception>
    public static void Extend(ProgramRun run, IEnumerable<string> noExpertise)
    {
        var metadata = Read(Path.Combine(run.In, ExpertiseNames.MetadataFile));
        metadata["no_expertise"] = new JsonArray([.. noExpertise.Select(member => JsonValue.Create(member))]);
        File.WriteAllText(Path.Combine(run.Out, ExpertiseNames.MetadataFile), metadata.ToJsonString(Indented));
    }

    /// <summary>Copies <c>metadata.json</c> as it is, if there is one.</summary>
    public static void Copy(ProgramRun run)
    {
        var file = new FileInfo(Path.Combine(run.In, ExpertiseNames.MetadataFile));
        if (file.Exists)
        {
            file.CopyTo(Path.Combine(run.Out, ExpertiseNames.MetadataFile), overwrite: true);
        }
    }

    private static JsonObject Read(string path)
    {
        try
        {
            return !File.Exists(path) ? [] : JsonNode.Parse(File.ReadAllBytes(path)) as JsonObject ?? throw new JsonException("It is no object.");
        }
        catch (JsonException e)
        {
            throw new WrongInputException($"{ExpertiseNames.MetadataFile} is no JSON object: {e.Message}");
        }
    }
}
