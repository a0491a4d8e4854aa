using System.Text.Json;
using Switchyard.Compute.Programs;

namespace Switchyard.Expertise.Scoring;

/// <summary>The configuration of a scoring step.</summary>
internal static class ScoringConfig
{
    /// <exception cref="WrongInputException">There is none, or it is no configuration.</exception>
    public static ExpertiseConfig Read(string directory)
    {
        var path = Path.Combine(directory, ExpertiseConfig.FileName);
        try
        {
            return File.Exists(path) ? ExpertiseConfig.Deserialize(File.ReadAllBytes(path)) : throw new WrongInputException($"{ExpertiseConfig.FileName} is missing.");
        }
        catch (JsonException e)
        {
            throw new WrongInputException($"{ExpertiseConfig.FileName} is wrong: {e.Message}");
        }
    }

    /// <summary>Judges the options of a model that reads texts, in the words of the original.</summary>
    /// <exception cref="WrongInputException">Nothing would be read, or nothing made of the scores.</exception>
    public static TextChoice ChooseText(ModelConfig model) =>
        model is { AverageScore: false, MaxScore: false } ? throw new WrongInputException("average_score and max_score cannot both be False")
        : model is { UseTitle: false, UseAbstract: false } ? throw new WrongInputException("use_title and use_abstract cannot both be False")
        : new TextChoice(model.UseTitle, model.UseAbstract);
}
