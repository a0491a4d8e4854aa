using Switchyard.Downloads.Pickles;

namespace Switchyard.Downloads.Models;

/// <summary>scikit-learn's <c>MultinomialNB</c> and <c>ComplementNB</c>, which differ in how they are trained.</summary>
internal static class NaiveBayes
{
    /// <exception cref="ModelRefusedException">Its parts do not fit each other.</exception>
    public static LinearClassifier Read(ModelSettings settings, IReadOnlyList<Label> classes)
    {
        // Without smoothing, what never came has the logarithm of nothing.
        var isMultinomial = settings.Type == PickledGlobal.MultinomialNB;
        var (weights, shape, isSingle) = settings.Floats("feature_log_prob_", 2, canBeMinusInfinity: isMultinomial);
        if (classes.Count == 0 || shape[0] != classes.Count)
        {
            throw settings.Refusal("feature_log_prob_", $"has {shape[0]} rows for {classes.Count} classes");
        }

        var priors = isMultinomial ? settings.Floats("class_log_prior_", 1, canBeMinusInfinity: true).Values : new double[classes.Count];
        return priors.Length == classes.Count
            ? new LinearClassifier(settings, classes, weights, priors, isSingle, ClassLink.Softmax)
            : throw settings.Refusal("class_log_prior_", $"has {priors.Length} values for {classes.Count} classes");
    }
}
