namespace Switchyard.Expertise.Submission;

/// <summary>What the types of a config do not say.</summary>
internal static class SeedRules
{
    /// <exception cref="ExpertiseRefusedException">Something is wrong with it.</exception>
    public static void Check(ExpertiseConfig config)
    {
        if (config.ReviewerIds?.Contains(null!) == true)
        {
            throw Refuse("config.reviewer_ids must be a list of texts");
        }

        if (!AreNamed(config.ProvidedSubmissions) || !AreNamed(config.MatchProvidedSubmissions))
        {
            throw Refuse("each of config.provided_submissions must have an id");
        }

        if (config.ModelParams.SparseValue is <= 0)
        {
            throw Refuse("config.model_params.sparse_value must be a positive integer");
        }

        for (var dataset = config.Dataset; dataset is not null; dataset = dataset.Or)
        {
            var problem = dataset.TopRecentPubs is { } recent ? DatasetRules.JudgeTopRecentPubs("top_recent_pubs", recent) : null;
            problem ??= dataset.WeightSpecification?
                .Select(weight => DatasetRules.JudgeWeight("weight_specification", weight))
                .FirstOrDefault(found => found is not null);
            if (problem is not null)
            {
                throw Refuse($"config.dataset: {problem}");
            }
        }
    }

    private static bool AreNamed(IReadOnlyList<ProvidedPaper>? papers) => papers?.All(paper => !string.IsNullOrWhiteSpace(paper?.Id)) != false;

    private static ExpertiseRefusedException Refuse(string reason) => SeedStyle.Instance.BadRequest(reason);
}
