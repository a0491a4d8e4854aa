using Switchyard.Hosting;

namespace Switchyard.Expertise.Submission;

/// <summary>Which models score here.</summary>
internal sealed class ScoringModels(IGrainFactory grains, PatientCalls calls, ExpertiseOptions options)
{
    /// <summary>The originals' default.</summary>
    private const string Originals = "specter+mfr";

    /// <summary>The model of a request that names none.</summary>
    public async Task<string> DefaultAsync(CancellationToken cancellationToken) =>
        options.DefaultModel
        ?? (await CanScoreAsync(Originals, cancellationToken) ? Originals : ExpertiseNames.Bm25Service);

    /// <exception cref="ExpertiseRefusedException">There is no such model here.</exception>
    public async Task RequireAsync(string model, ExpertiseStyle style, CancellationToken cancellationToken)
    {
        if (!await CanScoreAsync(model, cancellationToken))
        {
            throw style.BadRequest($"model {model} is not available here: no compute source may run a service of that name");
        }
    }

    private Task<bool> CanScoreAsync(string model, CancellationToken cancellationToken) =>
        calls.AskAsync(() => grains.GetExpertiseJobs().CanScoreAsync(model), cancellationToken);
}
