using Switchyard.Downloads.Pickles;

namespace Switchyard.Downloads.Models;

/// <summary>scikit-learn's <c>LogisticRegression</c>.</summary>
internal static class LogisticRegression
{
    /// <exception cref="ModelRefusedException">Its parts do not fit each other.</exception>
    public static LinearClassifier Read(ModelSettings settings, IReadOnlyList<Label> classes)
    {
        var (weights, shape, isSingle) = settings.Floats("coef_", 2);
        if (classes.Count < 2 || shape[0] != (classes.Count == 2 ? 1 : classes.Count))
        {
            throw settings.Refusal("coef_", $"has {shape[0]} rows for {classes.Count} classes");
        }

        return new LinearClassifier(settings, classes, weights, Intercepts(settings, shape[0]), isSingle, ClassLink.Read(settings, classes.Count));
    }

    /// <summary>A single number stands for all rows: what liblinear leaves when it fits none.</summary>
    private static double[] Intercepts(ModelSettings settings, int rows)
    {
        if (settings["intercept_"] is PickledFloat { Value: var one } && double.IsFinite(one))
        {
            return [.. Enumerable.Repeat(one, rows)];
        }

        var (values, _, _) = settings.Floats("intercept_", 1);
        return values.Length == rows ? values : throw settings.Refusal("intercept_", $"has {values.Length} values for {rows} rows");
    }
}
