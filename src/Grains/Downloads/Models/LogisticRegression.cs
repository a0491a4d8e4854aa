using System.Numerics;
using Switchyard.Downloads.Pickles;

namespace Switchyard.Downloads.Models;

/// <summary>scikit-learn's <c>LogisticRegression</c>, trained on text labels. For any number of threads at a time.</summary>
/// <remarks>Scores are summed feature by feature in ascending order, as scipy does: equal weights give equal scores, to the last bit.</remarks>
internal sealed class LogisticRegression
{
    /// <summary>The weights of all rows for the first feature, then those for the second: a word touches one piece of memory.</summary>
    private readonly double[] _weights;

    private readonly double[] _intercepts;

    private LogisticRegression(ModelSettings settings)
    {
        Classes = (settings["classes_"] is PickledArray array ? PickledElements.Texts(array) : null)
            ?? throw settings.Refusal("classes_", "is no array of text");
        (_weights, var shape) = settings.Floats("coef_", 2);
        Features = shape[1];
        if (Classes.Count < 2 || shape[0] != (IsBinary ? 1 : Classes.Count))
        {
            throw settings.Refusal("coef_", $"has {shape[0]} rows for {Classes.Count} classes");
        }

        _intercepts = Intercepts(settings, shape[0]);
        Link = ClassLink.Read(settings, Classes.Count);
    }

    /// <summary>The labels, in the order of the probabilities.</summary>
    public IReadOnlyList<string> Classes { get; }

    public int Features { get; }

    /// <summary>How many scores there are: one for each class, or a single one for the second of two.</summary>
    public int Rows => _intercepts.Length;

    private bool IsBinary => Classes.Count == 2;

    private ClassLink Link { get; }

    /// <exception cref="ModelRefusedException">It is no such classifier, or one of a kind that is not computed here.</exception>
    public static LogisticRegression Read(PickledValue value) => new(new ModelSettings(value, PickledGlobal.LogisticRegression));

    /// <param name="features">In ascending order, with repetitions.</param>
    /// <param name="scores">Room for <see cref="Rows"/>.</param>
    public void Score(ReadOnlySpan<int> features, Span<double> scores)
    {
        scores.Clear();
        for (int at = 0, count; at < features.Length; at += count)
        {
            var feature = features[at];
            for (count = 1; at + count < features.Length && features[at + count] == feature;)
            {
                count++;
            }

            AddProduct(scores, count, _weights.AsSpan(feature * Rows, Rows));
        }

        AddProduct(scores, 1, _intercepts);
    }

    /// <summary>The class with the highest score, the first of equals.</summary>
    public int Best(ReadOnlySpan<double> scores)
    {
        if (IsBinary)
        {
            return scores[0] > 0 ? 1 : 0;
        }

        var best = 0;
        for (var row = 1; row < scores.Length; row++)
        {
            best = scores[row] > scores[best] ? row : best;
        }

        return best;
    }

    /// <param name="probabilities">Room for one of each class; they add up to 1.</param>
    public void Probabilities(ReadOnlySpan<double> scores, Span<double> probabilities)
    {
        if (IsBinary)
        {
            Link.OfTwo(scores[0], probabilities);
        }
        else
        {
            Link.OfMany(scores, probabilities);
        }
    }

    /// <summary>The sum is rounded after the product: one rounding less would be another result than scipy's.</summary>
    private static void AddProduct(Span<double> sums, double factor, ReadOnlySpan<double> values)
    {
        var at = 0;
        for (; at <= sums.Length - Vector<double>.Count; at += Vector<double>.Count)
        {
            (new Vector<double>(sums[at..]) + (new Vector<double>(values[at..]) * factor)).CopyTo(sums[at..]);
        }

        for (; at < sums.Length; at++)
        {
            sums[at] += factor * values[at];
        }
    }

    /// <summary>A single number stands for all rows: what liblinear leaves when it fits none.</summary>
    private static double[] Intercepts(ModelSettings settings, int rows)
    {
        if (settings["intercept_"] is PickledFloat { Value: var one } && double.IsFinite(one))
        {
            return [.. Enumerable.Repeat(one, rows)];
        }

        var (values, _) = settings.Floats("intercept_", 1);
        return values.Length == rows ? values : throw settings.Refusal("intercept_", $"has {values.Length} values for {rows} rows");
    }
}
