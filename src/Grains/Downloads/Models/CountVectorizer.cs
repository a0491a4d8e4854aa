using Switchyard.Downloads.Pickles;
using Switchyard.Text;

namespace Switchyard.Downloads.Models;

/// <summary>scikit-learn's <c>CountVectorizer</c> with its defaults. For any number of threads at a time.</summary>
internal sealed class CountVectorizer
{
    private readonly Dictionary<string, int> _vocabulary = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    private CountVectorizer(IReadOnlyDictionary<string, PickledValue> vocabulary, ModelSettings settings)
    {
        var taken = new bool[vocabulary.Count];
        foreach (var (word, value) in vocabulary)
        {
            if (value is not PickledInteger { Value: >= 0 and var feature } || feature >= taken.Length || taken[feature])
            {
                throw settings.Refusal("vocabulary_", "does not number its words from 0 on, each by another number");
            }

            taken[feature] = true;
            _vocabulary.Add(word, (int)feature);
        }

        _lookup = _vocabulary.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>How many words are known.</summary>
    public int Features => _vocabulary.Count;

    /// <exception cref="ModelRefusedException">It is no vectoriser, or has a setting that is not the default.</exception>
    public static CountVectorizer Read(PickledValue value)
    {
        var settings = new ModelSettings(value, PickledGlobal.CountVectorizer);
        settings.Require("input", input => input is PickledText { Value: "content" });
        foreach (var name in new[] { "strip_accents", "preprocessor", "tokenizer", "stop_words", "max_features", "vocabulary" })
        {
            settings.Require(name, setting => setting is PickledNone);
        }

        settings.Require("analyzer", analyzer => analyzer is PickledText { Value: "word" });
        settings.Require("lowercase", lowercase => lowercase is PickledBool { Value: true });
        settings.Require("token_pattern", pattern => pattern is PickledText { Value: @"(?u)\b\w\w+\b" });
        settings.Require("ngram_range", range => range is PickledTuple { Items: [PickledInteger { Value: 1 }, PickledInteger { Value: 1 }] });
        settings.Require("max_df", share => share is PickledFloat { Value: 1 });
        settings.Require("min_df", least => least is PickledInteger { Value: 1 });
        settings.Require("binary", binary => binary is PickledBool { Value: false });
        settings.Require("dtype", type => type == PickledGlobal.Int64);
        return settings["vocabulary_"] is PickledDictionary { Items: var vocabulary }
            ? new CountVectorizer(vocabulary, settings)
            : throw settings.Refusal("vocabulary_", "is no dictionary");
    }

    /// <summary>The features of a text's known words, in ascending order and with repetitions.</summary>
    public ReadOnlySpan<int> Transform(ReadOnlySpan<char> text, Workspace workspace)
    {
        workspace.Clear();
        foreach (var word in new Words(PythonLowerCase.Convert(text, ref workspace.Lower)))
        {
            if (_lookup.TryGetValue(word, out var feature))
            {
                workspace.Add(feature);
            }
        }

        var features = workspace.Features;
        features.Sort();
        return features;
    }
}
