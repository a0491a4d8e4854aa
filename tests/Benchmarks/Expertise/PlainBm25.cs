using System.Text.Json;

namespace Switchyard.Benchmarks.Expertise;

/// <summary>The formula without an index, a dictionary for each document, on one thread: what others are measured by.</summary>
internal sealed class PlainBm25
{
    private readonly List<(Dictionary<string, int> Counts, double Norm)> _documents = [];
    private readonly Dictionary<string, double> _idf = [];

    public PlainBm25(string directory)
    {
        var texts = Directory.EnumerateFiles(Path.Combine(directory, "archives")).Order(StringComparer.Ordinal)
            .SelectMany(File.ReadLines).Select(line => Tokens(JsonDocument.Parse(line).RootElement)).ToList();
        var average = texts.Average(text => text.Length);
        var having = new Dictionary<string, int>();
        foreach (var text in texts)
        {
            var counts = text.CountBy(word => word).ToDictionary();
            _documents.Add((counts, 1.5 * (1 - 0.75 + 0.75 * text.Length / average)));
            foreach (var word in counts.Keys)
            {
                having[word] = having.GetValueOrDefault(word) + 1;
            }
        }

        foreach (var (word, count) in having)
        {
            _idf[word] = Math.Log(texts.Count - count + 0.5) - Math.Log(count + 0.5);
        }

        var least = 0.25 * _idf.Values.Average();
        foreach (var word in _idf.Where(word => word.Value < 0).Select(word => word.Key).ToList())
        {
            _idf[word] = least;
        }
    }

    /// <summary>The scores of all documents.</summary>
    public double[] Score(JsonElement submission)
    {
        var scores = new double[_documents.Count];
        foreach (var word in Tokens(submission))
        {
            var idf = _idf.GetValueOrDefault(word);
            for (var i = 0; i < scores.Length; i++)
            {
                var (counts, norm) = _documents[i];
                double count = counts.GetValueOrDefault(word);
                scores[i] += idf * (count * 2.5 / (count + norm));
            }
        }

        return scores;
    }

    private static string[] Tokens(JsonElement paper) =>
        paper.GetProperty("content").GetProperty("abstract").GetString()!.ToLowerInvariant().Split(' ');
}
