using System.Numerics;
using Switchyard.Downloads.Pickles;

namespace Switchyard.Downloads.Models;

/// <summary>A classifier whose score of a class is a sum over the features of a text, trained on labels. For any number of threads at a time.</summary>
/// <remarks>Scores are summed feature by feature in the order of the row, as scipy does: equal weights give equal scores, to the last bit.</remarks>
internal sealed class LinearClassifier
{
    /// <summary>The weights of all rows for the first feature, then those for the second: a word touches one piece of memory.</summary>
    private readonly double[] _weights;

    private readonly double[] _intercepts;
    private readonly bool _isSingle;
    private readonly ClassLink _link;

    /// <param name="weights">For each feature a weight for each score.</param>
    /// <param name="isSingle">The weights are of single precision.</param>
    public LinearClassifier(ModelSettings settings, IReadOnlyList<Label> classes, double[] weights, double[] intercepts, bool isSingle, ClassLink link)
    {
        (Name, Classes, _weights, _intercepts, _isSingle, _link) = (settings.Name, classes, weights, intercepts, isSingle, link);
        Features = weights.Length / intercepts.Length;
    }

    /// <summary>The class of scikit-learn.</summary>
    public string Name { get; }

    /// <summary>The labels, in the order of the probabilities.</summary>
    public IReadOnlyList<Label> Classes { get; }

    public int Features { get; }

    /// <summary>How many scores there are: one for each class, or a single one for the second of two.</summary>
    public int Rows => _intercepts.Length;

    private bool IsBinary => Classes.Count == 2 && Rows == 1;

    /// <exception cref="ModelRefusedException">It is no such classifier, or one of a kind that is not computed here.</exception>
    public static LinearClassifier Read(PickledValue value)
    {
        var settings = new ModelSettings(value, PickledGlobal.LogisticRegression, PickledGlobal.MultinomialNB, PickledGlobal.ComplementNB);
        var labels = (settings["classes_"] is PickledArray array ? PickledElements.Labels(array) : null)
            ?? throw settings.Refusal("classes_", "is no array of labels");
        return settings.Type == PickledGlobal.LogisticRegression ? LogisticRegression.Read(settings, labels) : NaiveBayes.Read(settings, labels);
    }

    /// <param name="scores">Room for <see cref="Rows"/>.</param>
    public void Score(FeatureRow row, Span<double> scores)
    {
        scores.Clear();
        var isSingle = _isSingle && row.IsSingle;
        for (var i = 0; i < row.Features.Length; i++)
        {
            Add(scores, row.Values[i], _weights.AsSpan(row.Features[i] * Rows, Rows), isSingle);
        }

        Add(scores, 1, _intercepts, isSingle);
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
            _link.OfTwo(scores[0], probabilities);
        }
        else
        {
            _link.OfMany(scores, probabilities);
        }
    }

    private static void Add(Span<double> sums, double factor, ReadOnlySpan<double> values, bool isSingle)
    {
        if (!isSingle)
        {
            AddProduct(sums, factor, values);
            return;
        }

        for (var at = 0; at < sums.Length; at++)
        {
            sums[at] = (float)(sums[at] + (float)(factor * values[at]));
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
}
