using Switchyard.Downloads.Pickles;

namespace Switchyard.Downloads.Models;

/// <summary>scikit-learn's <c>TfidfTransformer</c>: counts become weights by how rare their terms are. For any number of threads at a time.</summary>
internal sealed class TfidfWeighting
{
    private readonly double[]? _rarities;
    private readonly bool _isReversed;
    private readonly bool _isSublinear;
    private readonly string? _norm;

    private TfidfWeighting(ModelSettings settings, int features)
    {
        _isSublinear = settings.Flag("sublinear_tf");
        _norm = settings["norm"] switch
        {
            PickledNone => null,
            PickledText { Value: "l1" or "l2" } norm => norm.Value,
            _ => throw settings.Unsupported("norm"),
        };
        if (settings.Flag("use_idf"))
        {
            // Until version 1.4 a diagonal matrix is multiplied with, which leaves the features of a row in reverse.
            _isReversed = settings.Find("idf_") is null;
            _rarities = _isReversed ? Diagonal(settings, features) : settings.Floats("idf_", 1).Values;
            if (_rarities.Length != features)
            {
                throw settings.Refusal("idf_", $"has {_rarities.Length} values for {features} words");
            }
        }
    }

    /// <exception cref="ModelRefusedException">It is not trained, or has a setting that is not known.</exception>
    public static TfidfWeighting Read(ModelSettings vectorizer, int features) =>
        new(new ModelSettings(vectorizer["_tfidf"], PickledGlobal.TfidfTransformer), features);

    /// <param name="row">Counts, which become weights.</param>
    public void Weigh(FeatureRow row)
    {
        for (var i = 0; i < row.Values.Length; i++)
        {
            ref var value = ref row.Values[i];
            if (_isSublinear)
            {
                value = row.Round(row.Round(row.IsSingle ? MathF.Log((float)value) : Math.Log(value)) + 1);
            }

            value = _rarities is null ? value : row.Round(value * _rarities[row.Features[i]]);
        }

        if (_isReversed)
        {
            row.Features.Reverse();
            row.Values.Reverse();
        }

        Normalise(row);
    }

    private void Normalise(FeatureRow row)
    {
        var sum = 0.0;
        foreach (var value in row.Values)
        {
            sum += _norm == "l1" ? Math.Abs(value) : value * value;
        }

        if (_norm is null || sum == 0)
        {
            return;
        }

        var length = _norm == "l1" ? sum : Math.Sqrt(sum);
        foreach (ref var value in row.Values)
        {
            value = row.Round(value / length);
        }
    }

    private static double[] Diagonal(ModelSettings settings, int features)
    {
        if (settings.Find("_idf_diag") is null)
        {
            throw settings.Refusal("idf_", "is not there; is it trained?");
        }

        var matrix = new ModelSettings(settings["_idf_diag"], PickledGlobal.CsrMatrix);
        var (values, _, _) = matrix.Floats("data", 1);
        return values.Length == features && PickledElements.AreCounted(matrix["indices"], features) && PickledElements.AreCounted(matrix["indptr"], features + 1)
            ? values
            : throw settings.Refusal("_idf_diag", $"is no diagonal matrix for {features} words");
    }
}
