namespace Switchyard.Expertise.Scoring;

/// <summary>
/// BM25 Okapi over a corpus: for each word the documents that have it, with all that the word adds to their scores. The sums
/// are those of the formula in its own order, to the last bit.
/// </summary>
/// <remarks>Source: the rank_bm25 library, which openreview-expertise uses with its defaults.</remarks>
internal sealed class Bm25Index
{
    private const double K1 = 1.5;
    private const double B = 0.75;
    private const double Epsilon = 0.25;

    /// <summary>Where each word's documents begin; one more at the end.</summary>
    private readonly int[] _starts;
    private readonly int[] _documents;
    private readonly double[] _weights;

    /// <param name="corpus">Has at least one document.</param>
    public Bm25Index(Corpus corpus)
    {
        Documents = corpus.Documents;
        _starts = CountDocuments(corpus);
        _documents = new int[_starts[^1]];
        _weights = new double[_starts[^1]];
        var lengths = CountWords(corpus);
        Weigh(lengths);
    }

    public int Documents { get; }

    /// <summary>The score of every document. Any number of threads may ask at a time.</summary>
    /// <param name="query">The numbers of the query's words, with repetitions, each of which counts.</param>
    /// <param name="scores">One for each document.</param>
    public void Score(ReadOnlySpan<int> query, Span<double> scores)
    {
        scores.Clear();
        foreach (var word in query)
        {
            var documents = _documents.AsSpan(_starts[word].._starts[word + 1]);
            var weights = _weights.AsSpan(_starts[word], documents.Length);
            for (var i = 0; i < documents.Length; i++)
            {
                scores[documents[i]] += weights[i];
            }
        }
    }

    private static int[] CountDocuments(Corpus corpus)
    {
        var words = corpus.Words.Texts.Count;
        var counts = new int[words + 1];
        var last = new int[words];
        Array.Fill(last, -1);
        ForEachDocument(corpus, (number, document) =>
        {
            foreach (var word in document)
            {
                if (last[word] != number)
                {
                    last[word] = number;
                    counts[word + 1]++;
                }
            }
        });
        for (var word = 0; word < words; word++)
        {
            counts[word + 1] = checked(counts[word + 1] + counts[word]);
        }

        return counts;
    }

    /// <summary>How often each word is in each of its documents, where its weight will be.</summary>
    private int[] CountWords(Corpus corpus)
    {
        var lengths = new int[corpus.Documents];
        var next = _starts.AsSpan(0, _starts.Length - 1).ToArray();
        ForEachDocument(corpus, (number, document) =>
        {
            lengths[number] = document.Length;
            foreach (var word in document)
            {
                if (next[word] == _starts[word] || _documents[next[word] - 1] != number)
                {
                    _documents[next[word]++] = number;
                }

                _weights[next[word] - 1]++;
            }
        });
        return lengths;
    }

    private void Weigh(int[] lengths)
    {
        var rarities = Rarities();
        var average = (double)lengths.Sum(length => (long)length) / Documents;
        for (var word = 0; word < rarities.Length; word++)
        {
            for (var i = _starts[word]; i < _starts[word + 1]; i++)
            {
                var count = _weights[i];
                _weights[i] = rarities[word] * (count * (K1 + 1) / (count + K1 * (1 - B + B * lengths[_documents[i]] / average)));
            }
        }
    }

    /// <summary>The idf of each word. A word in more than half of the documents has a share of the average, which counts it as it was.</summary>
    private double[] Rarities()
    {
        var rarities = new double[_starts.Length - 1];
        var sum = 0.0;
        for (var word = 0; word < rarities.Length; word++)
        {
            var having = _starts[word + 1] - _starts[word];
            rarities[word] = Math.Log(Documents - having + 0.5) - Math.Log(having + 0.5);
            sum += rarities[word];
        }

        var least = Epsilon * (sum / rarities.Length);
        foreach (ref var rarity in rarities.AsSpan())
        {
            rarity = rarity < 0 ? least : rarity;
        }

        return rarities;
    }

    private static void ForEachDocument(Corpus corpus, Action<int, ReadOnlySpan<int>> act)
    {
        var number = 0;
        foreach (var part in corpus.Parts)
        {
            for (var i = 0; i < part.Documents; i++)
            {
                act(number++, part.Document(i));
            }
        }
    }
}
