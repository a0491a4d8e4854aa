using Switchyard.Downloads.Pickles;
using Switchyard.Text;

namespace Switchyard.Downloads.Models;

/// <summary>scikit-learn's <c>CountVectorizer</c> and what a <c>TfidfVectorizer</c> begins with: the terms of a text. For any number of threads at a time.</summary>
internal sealed class CountVectorizer
{
    private readonly Vocabulary _vocabulary;
    private readonly TermAnalyzer _analyzer;
    private readonly bool _lowercase;
    private readonly bool _binary;

    private CountVectorizer(ModelSettings settings)
    {
        settings.Require("input", input => input is PickledText { Value: "content" });
        foreach (var name in new[] { "strip_accents", "preprocessor", "tokenizer" })
        {
            settings.Require(name, setting => setting is PickledNone);
        }

        Name = settings.Name;
        _analyzer = TermAnalyzer.Read(settings);
        _lowercase = settings.Flag("lowercase");
        _binary = settings.Flag("binary");
        IsSingle = ReadIsSingle(settings);
        _vocabulary = Vocabulary.Read(settings);
        Weighting = settings.Type == PickledGlobal.TfidfVectorizer ? TfidfWeighting.Read(settings, Features) : null;
    }

    /// <summary>The class of scikit-learn.</summary>
    public string Name { get; }

    /// <summary>How many terms are known.</summary>
    public int Features => _vocabulary.Features;

    /// <summary>Whether it counts in single precision.</summary>
    private bool IsSingle { get; }

    /// <summary>Null: counts are what is wanted.</summary>
    private TfidfWeighting? Weighting { get; }

    /// <exception cref="ModelRefusedException">It is no vectoriser, or has a setting by which it finds other terms than are found here.</exception>
    public static CountVectorizer Read(PickledValue value) => new(new ModelSettings(value, PickledGlobal.CountVectorizer, PickledGlobal.TfidfVectorizer));

    /// <summary>The features of a text's known terms, in ascending order; with repetitions, unless only whether they are there counts.</summary>
    public ReadOnlySpan<int> Transform(ReadOnlySpan<char> text, Workspace workspace)
    {
        workspace.Clear();
        _analyzer.Analyze(_lowercase ? PythonLowerCase.Convert(text, ref workspace.Lower) : text, _vocabulary, workspace);
        var features = workspace.Features;
        features.Sort();
        return _binary ? Distinct(features) : features;
    }

    /// <summary>The row of a text in the matrix that a classifier is given.</summary>
    public FeatureRow Weigh(ReadOnlySpan<char> text, Workspace workspace)
    {
        var row = workspace.Row(Transform(text, workspace), IsSingle);
        Weighting?.Weigh(row);
        return row;
    }

    private static Span<int> Distinct(Span<int> sorted)
    {
        var kept = 0;
        foreach (var feature in sorted)
        {
            if (kept == 0 || sorted[kept - 1] != feature)
            {
                sorted[kept++] = feature;
            }
        }

        return sorted[..kept];
    }

    private static bool ReadIsSingle(ModelSettings settings) => settings["dtype"] switch
    {
        PickledGlobal type when type == PickledGlobal.Int64 || type == PickledGlobal.Int32 || type == PickledGlobal.Float64
            || type == PickledGlobal.Int || type == PickledGlobal.Float => false,
        PickledGlobal type when type == PickledGlobal.Float32 => true,
        PickledDType { Code: 'i' or 'f', Size: 4 or 8 } type => type is { Code: 'f', Size: 4 },
        PickledText { Value: "int" or "int32" or "int64" or "float" or "float32" or "float64" } name => name.Value == "float32",
        _ => throw settings.Unsupported("dtype"),
    };
}
