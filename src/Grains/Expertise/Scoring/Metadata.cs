using System.Text.Json;
using System.Text.Json.Nodes;
using Switchyard.Compute.Programs;

namespace Switchyard.Expertise.Scoring;

/// <summary>What is known of the dataset, as it goes on from the inputs to the results.</summary>
internal static class Metadata
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Copies <c>metadata.json</c>, if there is one, and adds who and what has no scores, for want of text.</summary>
    /// <param name="noExpertise">Members.</param>
    /// <param name="noText">Submissions.</param>
    /// <param name="noExpertiseSubmission">Group against group: members of the second.</param>
    /// <exception cref="WrongInputException">The file is no JSON object.</exception>
    public static void Extend(ProgramRun run, IEnumerable<string> noExpertise, IEnumerable<string> noText, IEnumerable<string>? noExpertiseSubmission)
    {
        var metadata = Read(Path.Combine(run.In, ExpertiseNames.MetadataFile));
        metadata["no_expertise"] = List(noExpertise);
        metadata["no_text_submission"] = List(noText);
        if (noExpertiseSubmission is not null)
        {
            metadata["no_expertise_submission"] = List(noExpertiseSubmission);
        }

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

    private static JsonArray List(IEnumerable<string> names) => new([.. names.Select(name => JsonValue.Create(name))]);

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
