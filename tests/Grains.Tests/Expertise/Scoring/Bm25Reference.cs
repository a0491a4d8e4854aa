namespace Switchyard.Expertise.Scoring;

/// <summary>The formula as it is written, a dictionary for each document: what the index must agree with.</summary>
internal sealed class Bm25Reference
{
    private readonly List<(string Member, Dictionary<string, int> Counts, int Length)> _documents = [];
    private readonly Dictionary<string, double> _idf = [];
    private readonly string[] _members;
    private readonly ModelConfig _options;

    public Bm25Reference(IReadOnlyDictionary<string, Paper[]> archives, ModelConfig options)
    {
        _options = options;
        _members = [.. archives.Keys];
        foreach (var (member, papers) in archives)
        {
            foreach (var tokens in papers.Select(Tokens).OfType<string[]>())
            {
                _documents.Add((member, tokens.CountBy(token => token).ToDictionary(), tokens.Length));
            }
        }

        foreach (var word in _documents.SelectMany(document => document.Counts.Keys).Distinct())
        {
            var having = _documents.Count(document => document.Counts.ContainsKey(word));
            _idf[word] = Math.Log(_documents.Count - having + 0.5) - Math.Log(having + 0.5);
        }

        var average = _idf.Count == 0 ? 0 : _idf.Values.Average();
        foreach (var word in _idf.Where(word => word.Value < 0).Select(word => word.Key).ToList())
        {
            _idf[word] = 0.25 * average;
        }
    }

    public int Documents => _documents.Count;

    /// <summary>Null when the submission has no text.</summary>
    public Dictionary<string, double>? Score(Paper submission)
    {
        if (Tokens(submission) is not { } query)
        {
            return null;
        }

        var averageLength = _documents.Average(document => (double)document.Length);
        var scores = _documents.Select(document => (float)query.Sum(word =>
        {
            var count = document.Counts.GetValueOrDefault(word);
            return _idf.GetValueOrDefault(word) * (count * 2.5 / (count + 1.5 * (1 - 0.75 + 0.75 * document.Length / averageLength)));
        })).ToArray();
        var (least, most) = (scores.Min(), scores.Max());
        var normalised = scores.Select(score => most == least ? (score == 0 ? 0 : 1) : (score - least) / (most - least)).ToArray();
        return _members.ToDictionary(member => member, member =>
        {
            var own = normalised.Where((_, i) => _documents[i].Member == member).ToArray();
            return own.Length == 0 ? 0.0 : _options.AverageScore ? own.Average() : own.Max();
        });
    }

    private string[]? Tokens(Paper paper) =>
        _options.UseAbstract && !string.IsNullOrWhiteSpace(paper.Abstract) ? Split(paper.Abstract)
        : _options.UseTitle && !string.IsNullOrWhiteSpace(paper.Title) ? Split(paper.Title)
        : null;

    private static string[] Split(string text) => text.Trim().ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
