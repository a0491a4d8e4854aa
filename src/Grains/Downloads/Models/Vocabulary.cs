using System.Text;
using Switchyard.Downloads.Pickles;

namespace Switchyard.Downloads.Models;

/// <summary>The terms that a vectoriser knows, each with the number of its feature. For any number of threads at a time.</summary>
internal sealed class Vocabulary
{
    /// <summary>Python's order of texts, which UTF-8 keeps and UTF-16 does not.</summary>
    private static readonly Comparer<string> ByCodePoint =
        Comparer<string>.Create((one, other) => Encoding.UTF8.GetBytes(one).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(other)));

    private readonly Dictionary<string, int> _features;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    private Vocabulary(Dictionary<string, int> features)
    {
        _features = features;
        _lookup = features.GetAlternateLookup<ReadOnlySpan<char>>();
        Longest = features.Count == 0 ? 0 : features.Keys.Max(term => term.Length);
    }

    /// <summary>How many terms there are.</summary>
    public int Features => _features.Count;

    /// <summary>UTF-16 units of the longest term: what is longer need not be looked up.</summary>
    public int Longest { get; }

    /// <summary>What the training made of the texts; of a vectoriser that never saw any, the terms that the user gave.</summary>
    /// <exception cref="ModelRefusedException">It does not number its terms from 0 on.</exception>
    public static Vocabulary Read(ModelSettings settings)
    {
        var name = settings.Find("vocabulary_") is null && settings.Find("vocabulary") is not (null or PickledNone) ? "vocabulary" : "vocabulary_";
        return settings[name] switch
        {
            PickledDictionary { HasNumbers: false, Items: var terms } => Numbered(settings, name, terms),
            PickledList { Items: var terms } when name == "vocabulary" && AreTexts(terms) => InOrder(settings, terms.Select(Text)),
            PickledTuple { Items: var terms } when name == "vocabulary" && AreTexts(terms) => InOrder(settings, terms.Select(Text)),
            PickledSet { Items: var terms } when name == "vocabulary" && AreTexts(terms) => InOrder(settings, terms.Select(Text).Order(ByCodePoint)),
            PickledDictionary => throw settings.Refusal(name, "holds a term that is no text"),
            _ => throw settings.Refusal(name, "is no dictionary"),
        };
    }

    private static Vocabulary Numbered(ModelSettings settings, string name, IReadOnlyDictionary<string, PickledValue> terms)
    {
        var features = new Dictionary<string, int>(terms.Count, StringComparer.Ordinal);
        var taken = new bool[terms.Count];
        foreach (var (term, value) in terms)
        {
            if (value is not PickledInteger { Value: >= 0 and var feature } || feature >= taken.Length || taken[feature])
            {
                throw settings.Refusal(name, "does not number its words from 0 on, each by another number");
            }

            taken[feature] = true;
            features.Add(term, (int)feature);
        }

        return new Vocabulary(features);
    }

    private static Vocabulary InOrder(ModelSettings settings, IEnumerable<string> terms)
    {
        var features = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var term in terms)
        {
            if (!features.TryAdd(term, features.Count))
            {
                throw settings.Refusal("vocabulary", "holds a term twice");
            }
        }

        return new Vocabulary(features);
    }

    private static bool AreTexts(IReadOnlyList<PickledValue> terms) => terms.All(term => term is PickledText);

    private static string Text(PickledValue term) => ((PickledText)term).Value;

    /// <summary>Notes the feature of a term that is known.</summary>
    public void Note(ReadOnlySpan<char> term, Workspace workspace)
    {
        if (_lookup.TryGetValue(term, out var feature))
        {
            workspace.Add(feature);
        }
    }
}
